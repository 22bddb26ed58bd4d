package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Which of Camel's components and languages a route can name: those on the class path, and no others may come along. */
class CamelComponentsTests {

    @Test
    void S27_onlyListedComponentsAreOnTheClassPath() throws IOException {
        assertThat(services("component"))
                .containsExactlyInAnyOrder(
                        "bean",
                        "class",
                        "dataformat",
                        "direct",
                        "file",
                        "http",
                        "https",
                        "log",
                        "quartz",
                        "ref",
                        "rest",
                        "rest-api",
                        "scheduler",
                        "seda",
                        "spring-event",
                        "timer");
    }

    /** Spring's ("spel") comes with Camel for Spring. Who may write into the routes' folder is a matter of the machine. */
    @Test
    void S27_onlyListedLanguagesAreOnTheClassPath() throws IOException {
        assertThat(services("language"))
                .containsExactlyInAnyOrder(
                        "bean",
                        "constant",
                        "csimple",
                        "exchangeProperty",
                        "file",
                        "header",
                        "ref",
                        "simple",
                        "spel",
                        "tokenize",
                        "variable");
    }

    @Test
    void S27_nothingOnTheClassPathRunsProgramsOrScripts() {
        assertThat(List.of(
                        "org.apache.camel.component.exec.ExecComponent",
                        "org.apache.camel.component.ssh.SshComponent",
                        "org.apache.camel.component.xslt.XsltComponent",
                        "org.apache.camel.component.netty.NettyComponent",
                        "org.apache.camel.component.jms.JmsComponent",
                        "groovy.lang.GroovyShell",
                        "org.mozilla.javascript.Context"))
                .noneSatisfy(name -> assertThat(CamelComponentsTests.class
                                .getClassLoader()
                                .getResource(name.replace('.', '/') + ".class"))
                        .isNotNull());
    }

    private static TreeSet<String> services(String kind) throws IOException {
        var found = new TreeSet<String>();
        for (var file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/services/org/apache/camel/" + kind + "/*")) {
            var name = file.getFilename();
            if (name != null && !name.isBlank()) {
                found.add(name);
            }
        }
        return found;
    }
}
