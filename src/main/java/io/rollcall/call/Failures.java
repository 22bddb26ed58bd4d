package io.rollcall.call;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What an exception on the way to an MDM means, in words for people; and whether only a person can mend it. */
public final class Failures {

    private Failures() {}

    /** Whether the connection itself is wrong, so that no repetition helps. */
    public static boolean needsPerson(Throwable failure) {
        return failure instanceof SourceRefused
                || failure instanceof AddressNotAllowed
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException;
    }

    /**
     * Whether the request surely never left: there was no connection to send it over. Where this is false it may have been
     * carried out, whatever came back.
     */
    public static boolean neverLeft(Throwable failure) {
        return failure instanceof UnknownHostException
                || failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException
                || failure instanceof AddressNotAllowed;
    }

    /** Whether no request of the connection can be expected to work just now. */
    public static boolean stopsEverything(Throwable failure) {
        return needsPerson(failure)
                || failure instanceof InterruptedException
                || failure instanceof RejectedExecutionException
                || (failure instanceof SourceBusy busy && busy.everything());
    }

    private static boolean isDatabase(Throwable failure) {
        return failure instanceof DataAccessException || failure instanceof TransactionException;
    }

    /** A sentence or two for people, without anything secret. */
    public static String explain(Throwable failure) {
        if (failure instanceof SourceException || failure instanceof AddressNotAllowed) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof UnknownHostException) {
            return "The host name can't be resolved: " + failure.getMessage()
                    + ". Is the base URL right, and does this machine reach a name server?";
        }
        if (failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException) {
            return "The server's certificate is not trusted: " + failure.getMessage()
                    + ". Check the base URL; for a company's own certificate authority set rollcall.http.ca-file.";
        }
        if (failure instanceof ConnectException) {
            return "The server can't be reached: " + failure.getMessage() + ".";
        }
        if (failure instanceof SocketTimeoutException) {
            return "The server did not answer in time.";
        }
        if (failure instanceof NoHttpResponseException || failure instanceof SSLException) {
            return "The server broke the connection off.";
        }
        if (failure instanceof AnswerTooLong) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof java.io.IOException) {
            return "The connection to the server broke: " + failure.getMessage();
        }
        if (failure instanceof TransactionSystemException rollback && rollback.getApplicationException() != null) {
            // The rollback failed as well, on the same broken connection: what came first is the cause.
            return explain(rollback.getApplicationException());
        }
        if (failure instanceof NestedRuntimeException database && isDatabase(failure)) {
            // The exception's own message has the whole SQL statement in it.
            return "The database could not do what was asked of it: "
                    + database.getMostSpecificCause().getMessage();
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
