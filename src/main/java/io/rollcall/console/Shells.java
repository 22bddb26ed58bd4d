package io.rollcall.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.WebUtils;

/** Puts the {@link Shell} around every page of the console. */
@ControllerAdvice(basePackageClasses = Shells.class)
class Shells {

    private final CurrentViewer viewer;
    private final Supplier<Set<Section>> existing;

    Shells(
            CurrentViewer viewer,
            @Qualifier("requestMappingHandlerMapping")
                    org.springframework.beans.factory.ObjectProvider<RequestMappingHandlerMapping> endpoints) {
        this.viewer = viewer;
        this.existing = SingletonSupplier.of(() -> existing(endpoints.getObject()));
    }

    @ModelAttribute("shell")
    Shell shell(HttpServletRequest request) {
        var who = viewer.get();
        var sections = existing.get().stream()
                .filter(section -> who.may(section.authority()))
                .toList();
        var page = request.getRequestURI().substring(request.getContextPath().length());
        var here = sections.stream().filter(section -> section.holds(page)).findFirst();
        return new Shell(who, here, sections, theme(request), request.getSession(false) != null);
    }

    private static Theme theme(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, Theme.COOKIE))
                .flatMap(cookie -> Theme.of(cookie.getValue()))
                .orElse(Theme.AUTO);
    }

    /** A section whose page nobody has written yet isn't there. */
    private static Set<Section> existing(RequestMappingHandlerMapping endpoints) {
        var found = EnumSet.noneOf(Section.class);
        endpoints.getHandlerMethods().keySet().stream()
                .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .forEach(path -> Arrays.stream(Section.values())
                        .filter(section -> section.path().equals(path))
                        .forEach(found::add));
        return found;
    }
}
