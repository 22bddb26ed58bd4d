package io.rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLConnection;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.NullMarked;
import org.springframework.context.annotation.Configuration;

/** The shape of the code: which package may know which, and who may know Camel. */
@AnalyzeClasses(packages = "io.rollcall", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule packagesKnowOnlyWhatLiesBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("edge")
            .definedBy("io.rollcall.api..", "io.rollcall.console..", "io.rollcall.demo..", "io.rollcall.operations..")
            .layer("imports")
            .definedBy("io.rollcall.csv..")
            .layer("sync")
            .definedBy("io.rollcall.sync..")
            .layer("stages")
            .definedBy(
                    "io.rollcall.alert..",
                    "io.rollcall.automation..",
                    "io.rollcall.call..",
                    "io.rollcall.command..",
                    "io.rollcall.inventory..",
                    "io.rollcall.deadletter..",
                    "io.rollcall.iru..",
                    "io.rollcall.jamf..",
                    "io.rollcall.mapping..",
                    "io.rollcall.metrics..",
                    "io.rollcall.outbound..",
                    "io.rollcall.retention..")
            .layer("records")
            .definedBy("io.rollcall.people..", "io.rollcall.records..", "io.rollcall.restricted..")
            .layer("connection")
            .definedBy("io.rollcall.connection..")
            .layer("rules")
            .definedBy("io.rollcall.access..", "io.rollcall.policy..", "io.rollcall.source..")
            .layer("base")
            .definedBy(
                    "io.rollcall.database..",
                    "io.rollcall.device..",
                    "io.rollcall.report..",
                    "io.rollcall.secret..",
                    "io.rollcall.settings..",
                    "io.rollcall.startup..",
                    "io.rollcall.trace..")
            .whereLayer("edge")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("imports")
            .mayOnlyBeAccessedByLayers("edge")
            .whereLayer("sync")
            .mayOnlyBeAccessedByLayers("edge")
            .whereLayer("stages")
            .mayOnlyBeAccessedByLayers("edge", "sync")
            .whereLayer("records")
            .mayOnlyBeAccessedByLayers("edge", "imports", "sync", "stages")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("edge", "sync", "stages", "records")
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("edge", "imports", "sync", "stages", "records", "connection")
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.rollcall");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.rollcall.(*)..").should().beFreeOfCycles();

    /** {@code startup} explains route files that Camel can't read. */
    @ArchTest
    static final ArchRule onlyTheRoutesPartnersKnowCamel = noClasses()
            .that()
            .resideOutsideOfPackages("io.rollcall.sync..", "io.rollcall.call..", "io.rollcall.startup..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    /** Beans take and return our types; {@code CamelReach} calls a route by hand, {@code FatalErrorWatch} looks at what failed, a configuration has lambdas. */
    @ArchTest
    static final ArchRule onlyProcessorsAndStrategiesSeeAnExchange = noClasses()
            .that(are(not(assignableTo(Processor.class).or(assignableTo(AggregationStrategy.class)))))
            .and()
            .areNotAnnotatedWith(Configuration.class)
            .and()
            .doNotHaveFullyQualifiedName("io.rollcall.call.CamelReach")
            .and()
            .doNotHaveFullyQualifiedName("io.rollcall.startup.FatalErrorWatch")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Exchange.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Message.class);

    /** The OpenID Connect provider is asked by Spring Security, with clients of its own that access sets bounds to; the image's health check asks this machine. */
    @ArchTest
    static final ArchRule onlyCallSendsRequests = noClasses()
            .that()
            .resideOutsideOfPackage("io.rollcall.call..")
            .and()
            .doNotHaveFullyQualifiedName("io.rollcall.access.ProviderCalls")
            .and()
            .doNotHaveFullyQualifiedName("io.rollcall.startup.HealthMain")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.springframework.web.client..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(URLConnection.class);

    @ArchTest
    static final ArchRule noFieldIsInjected = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule nobodyUsesJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** A log line carries time and level; only a program of its own may print. */
    @ArchTest
    static final ArchRule nobodyPrints =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(found -> !found.getName().equals("io.rollcall"))
                .hasSizeGreaterThan(10)
                .allSatisfy(found -> assertThat(found.isAnnotatedWith(NullMarked.class))
                        .as(found.getName())
                        .isTrue());
    }
}
