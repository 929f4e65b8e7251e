package io.github.viewtally;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
            .ignoreDependency(resideInAPackage("..viewtally.local.*.."), resideInAPackage("io.github.viewtally.local"))
            .ignoreDependency(
                    resideInAPackage("..viewtally.benchmarks.*.."), resideInAPackage("io.github.viewtally.benchmarks"))
            .ignoreDependency(resideInAPackage("..viewtally.api.storage"), resideInAPackage("..viewtally.api.ops"));

    @ArchTest
    static final ArchRule modelUsesNoOtherModule = noClasses()
            .that()
            .resideInAPackage("..viewtally.model..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.viewtally..")
                    .and(not(resideInAPackage("io.github.viewtally.model.."))));

    @ArchTest
    static final ArchRule storageKnowsNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("..viewtally.api.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.ext.web..",
                    "..viewtally.api.server..",
                    "..viewtally.api.request..",
                    "..viewtally.api.response..",
                    "..viewtally.api.problem..",
                    "..viewtally.api.auth..",
                    "..viewtally.api.events..",
                    "..viewtally.api.summaries..",
                    "..viewtally.api.web..")
            .because("storage throws its own exceptions, and the HTTP side maps them to problems");

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
