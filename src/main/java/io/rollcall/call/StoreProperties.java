package io.rollcall.call;

import io.rollcall.call.CallProperties.Retries;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How pages are stored.
 *
 * @param retries how often and how fast a page is stored again that the database couldn't take for a passing reason
 */
@ConfigurationProperties("rollcall.store")
record StoreProperties(@DefaultValue Retries retries) {}
