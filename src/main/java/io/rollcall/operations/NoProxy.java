package io.rollcall.operations;

import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.service.request.AbstractRequestHandler;

/**
 * Refuses requests that name another server to ask (Jolokia's proxy mode); without this they would be answered as if about
 * this one. Jolokia finds it in {@code META-INF/jolokia}.
 */
public final class NoProxy extends AbstractRequestHandler {

    /** @param order before the handler that answers for this server */
    public NoProxy(int order) {
        super("proxy", order);
    }

    @Override
    public boolean canHandle(JolokiaRequest request) {
        return request.getOption("target") != null;
    }

    @Override
    public <R extends JolokiaRequest> Object handleRequest(R request, Object previous) {
        throw new SecurityException("This Jolokia asks no other server");
    }
}
