package io.rollcall.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.ManagementPort;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Hawtio: the pages of its jar, and what they ask of a server. Of Hawtio's own server there is nothing here: it has a proxy
 * to other machines, and sign-ins of its own.
 */
final class HawtioServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Where the jar's index page takes itself to be. */
    private static final String BUILT_FOR = "\"/hawtio/";

    /** What it is called here, and no plugin for what {@link JolokiaPolicy} denies. */
    private static final String SETTINGS = """
            {
              "branding": {"appName": "Rollcall operations", "appLogoUrl": "img/hawtio-logo.svg", "favicon": "favicon.ico"},
              "about": {"title": "Rollcall operations", "productInfo": [], "additionalInfo": "", "imgSrc": "img/hawtio-logo.svg"},
              "disabledRoutes": ["/connect", "/discover", "/logs", "/quartz", "/runtime", "/springboot"]
            }
            """;

    private final transient ObjectMapper json;

    HawtioServlet(ObjectMapper json) {
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = Optional.ofNullable(request.getPathInfo()).orElse("");
        switch (path) {
            case "" -> response.sendRedirect(ManagementPort.HAWTIO + "/");
            case "/user" -> json(response, json.writeValueAsString(request.getRemoteUser()));
            case "/plugin" -> json(response, "[]");
            case "/keycloak/enabled" -> json(response, "false");
            case "/hawtconfig.json" -> json(response, SETTINGS);
            case "/auth/logout" -> html(response, SignInServlet.signOut(token(request)));
            default -> {
                if (path.startsWith("/auth/")) {
                    json(response, "{}");
                } else {
                    file(path, request, response);
                }
            }
        }
    }

    private void file(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/proxy") || path.startsWith("/keycloak/")) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (name.contains(".") && !name.equals("index.html")) {
            send(path, response);
        } else {
            // An address of one of its pages, which its script reads.
            response.addCookie(forScripts(token(request), request.isSecure()));
            var index = new ClassPathResource("hawtio-static/index.html").getContentAsString(StandardCharsets.UTF_8);
            html(response, index.replace(BUILT_FOR, "\"" + ManagementPort.HAWTIO + "/"));
        }
    }

    private void send(String path, HttpServletResponse response) throws IOException {
        var file = new ClassPathResource("hawtio-static" + path);
        if (path.contains("..") || !file.exists()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(Optional.ofNullable(getServletContext().getMimeType(path))
                .orElse(MediaType.APPLICATION_OCTET_STREAM_VALUE));
        if (path.startsWith("/static/")) {
            // The file's name changes with what is in it.
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
        }
        try (var in = file.getInputStream()) {
            in.transferTo(response.getOutputStream());
        }
    }

    private static CsrfToken token(HttpServletRequest request) {
        return (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    }

    /** Hawtio reads this cookie and sends it back in a header. */
    private static Cookie forScripts(CsrfToken token, boolean secure) {
        var cookie = new Cookie("XSRF-TOKEN", token.getToken());
        cookie.setPath(ManagementPort.HAWTIO);
        cookie.setSecure(secure);
        cookie.setAttribute("SameSite", "Strict");
        return cookie;
    }

    private static void json(HttpServletResponse response, String body) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body);
    }

    private static void html(HttpServletResponse response, String body) throws IOException {
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body);
    }
}
