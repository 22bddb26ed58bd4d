package io.rollcall.operations;

import io.rollcall.access.ManagementPort;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The page that lets one in at the management port: plain, as nothing of the console is there. */
final class SignInServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s · Rollcall operations</title>
            <style>
              body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 12vh auto; padding: 0 1rem; color: #1a1f26 }
              label { display: block; margin: 1rem 0 .25rem }
              input { font: inherit; width: 100%%; box-sizing: border-box; padding: .5rem; border: 1px solid #6b7480 }
              button { font: inherit; margin-top: 1.25rem; padding: .5rem 1.25rem; color: #fff; background: #14507a; border: 0 }
            </style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %2$s
            </main>
            </body>
            </html>
            """;

    private static final String FORM = """
            <p role="status">%s</p>
            <form action="/sign-in" method="post">
            <input type="hidden" name="_csrf" value="%s">
            <input type="hidden" name="next" value="%s">
            <label for="name">Name</label>
            <input id="name" name="name" required maxlength="100" autofocus autocomplete="username" autocapitalize="none">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required maxlength="128" autocomplete="current-password">
            <button>Sign in</button>
            </form>
            <p>For administrators. With single sign-on: sign in to the console under this host name, then come back.</p>
            """;

    private static final String SIGN_OUT = """
            <form action="/sign-out" method="post">
            <input type="hidden" name="_csrf" value="%s">
            <p>This ends your session in the console, too.</p>
            <button>Sign out</button>
            </form>
            <p><a href="%s/">Back to Hawtio</a></p>
            """;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        var form = FORM.formatted(
                message(request), HtmlUtils.htmlEscape(token.getToken()), HtmlUtils.htmlEscape(next(request)));
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(PAGE.formatted("Sign in", form));
    }

    /** A page with the one button that signs out: following a link changes nothing. */
    static String signOut(CsrfToken token) {
        return PAGE.formatted(
                "Sign out", SIGN_OUT.formatted(HtmlUtils.htmlEscape(token.getToken()), ManagementPort.HAWTIO));
    }

    private static String message(HttpServletRequest request) {
        if (request.getParameter("failed") != null) {
            return "Name or password isn't right.";
        }
        if (request.getParameter("wait") != null) {
            return "There were too many bad sign-ins. Wait some minutes, then try again.";
        }
        if (request.getParameter("out") != null) {
            return "You are signed out.";
        }
        return request.getParameter("again") == null ? "" : "You were signed out meanwhile.";
    }

    /** Back to the page of Hawtio that was asked for, else to its first. */
    private static String next(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("next"))
                .filter(path -> path.startsWith(ManagementPort.HAWTIO + "/"))
                .filter(path -> !path.startsWith(ManagementPort.HAWTIO + "/auth/"))
                .orElse(ManagementPort.HAWTIO + "/");
    }
}
