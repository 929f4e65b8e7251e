package io.github.viewtally;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders between packages. They are tested here because this module sees the classes of all other modules. */
@AnalyzeClasses(packages = "io.github.viewtally", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.github.viewtally.(**)")
            .should()
            .beFreeOfCycles()
            // Still to be moved out of the modules' root packages.
            .ignoreDependency(
                    resideInAPackage("..viewtally.benchmarks.*.."), resideInAPackage("io.github.viewtally.benchmarks"));

    @ArchTest
    static final ArchRule modelUsesNoOtherModule = noClasses()
            .that()
            .resideInAPackage("..viewtally.model..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.viewtally..")
                    .and(not(resideInAPackage("io.github.viewtally.model.."))));

    @ArchTest
    static final ArchRule onlyTheLocalSystemConnectsItsParts = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.viewtally.local..")
            .layer("main")
            .definedBy("io.github.viewtally.local")
            .layer("system")
            .definedBy("..viewtally.local.system..")
            .layer("mapping")
            .definedBy("..viewtally.local.mapping..")
            .layer("dynamodb")
            .definedBy("..viewtally.local.dynamodb..")
            .layer("stack")
            .definedBy("..viewtally.local.stack..")
            .layer("startup")
            .definedBy("..viewtally.local.startup..")
            .whereLayer("main")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("system")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("mapping")
            .mayOnlyBeAccessedByLayers("system")
            .whereLayer("dynamodb")
            .mayOnlyBeAccessedByLayers("system", "mapping")
            .whereLayer("startup")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule storageKnowsNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("..viewtally.api.storage..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.ext.web..")
                    .or(resideInAPackage("io.github.viewtally.api..")
                            .and(not(resideInAnyPackage(
                                    "io.github.viewtally.api.storage..",
                                    "io.github.viewtally.api.config..",
                                    "io.github.viewtally.api.metrics..",
                                    "io.github.viewtally.api.tracing..")))))
            .because("storage throws its own exceptions, and the HTTP side maps them to problems");

    /** With tracing off, no class of OpenTelemetry is loaded. */
    @ArchTest
    static final ArchRule onlyTracingUsesOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.viewtally.api.tracing..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.opentelemetry.."))
            .orShould()
            .dependOnClassesThat(
                    resideInAPackage("io.github.viewtally.api.tracing..").and(simpleNameStartingWith("OpenTelemetry")))
            .because("its classes are not loaded while tracing is off");

    @ArchTest
    static final ArchRule apiPackagesHaveNoCycles =
            slices().matching("io.github.viewtally.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule problemsKnowNothingOfRequests = noClasses()
            .that()
            .resideInAPackage("io.github.viewtally.api.problem..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.viewtally.api..")
                    .and(not(resideInAPackage("io.github.viewtally.api.problem.."))))
            .because("any part of the API may report a problem; one handler writes it");

    @ArchTest
    static final ArchRule commitKnowsNothingOfRanks = noClasses()
            .that()
            .resideInAPackage("..viewtally.aggregators.commit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..viewtally.aggregators.rank..")
            .because("ranks are computed around the commit loop, not inside it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule changesKnowNothingOfTransactions = noClasses()
            .that()
            .resideInAPackage("..viewtally.aggregators.change..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..viewtally.aggregators.commit..", "..viewtally.aggregators.rank..")
            .allowEmptyShould(true);
}
