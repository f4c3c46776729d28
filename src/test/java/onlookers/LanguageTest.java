package onlookers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.format.DateTimeFormatter;

/** What is written and read is alike whatever language the machine speaks: its digits, its i. */
@AnalyzeClasses(packages = "onlookers", importOptions = DoNotIncludeTests.class)
class LanguageTest {
  @ArchTest
  static final ArchRule nothingIsSpelledInTheLanguageOfTheMachine =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(DateTimeFormatter.class, "ofPattern", String.class);
}
