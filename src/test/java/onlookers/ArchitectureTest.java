package onlookers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The plan of the packages, in {@code src/site/markdown/architecture.md}, holds. */
@AnalyzeClasses(packages = "onlookers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule eachRoomOpensOnlyItsDoors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("presence")
          .definedBy("onlookers.presence..")
          .layer("runtime")
          .definedBy("onlookers.runtime..")
          .layer("config")
          .definedBy("onlookers.config..")
          .layer("protocol")
          .definedBy("onlookers.protocol..")
          .layer("redis")
          .definedBy("onlookers.redis..")
          .layer("websocket")
          .definedBy("onlookers.websocket..")
          .layer("http")
          .definedBy("onlookers.http..")
          .layer("gc")
          .definedBy("onlookers.gc..")
          .layer("jmx")
          .definedBy("onlookers.jmx..")
          .layer("boot")
          .definedBy("onlookers.boot..")
          .whereLayer("runtime")
          .mayNotAccessAnyLayer()
          .whereLayer("presence")
          .mayOnlyAccessLayers("runtime")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("protocol")
          .mayOnlyAccessLayers("runtime", "presence")
          .whereLayer("redis")
          .mayOnlyAccessLayers("runtime", "presence", "config")
          .whereLayer("websocket")
          .mayOnlyAccessLayers("runtime", "presence", "config", "protocol")
          .whereLayer("http")
          .mayOnlyAccessLayers("runtime", "presence", "config", "protocol", "websocket")
          .whereLayer("gc")
          .mayOnlyAccessLayers("runtime", "presence", "config")
          .whereLayer("jmx")
          .mayOnlyAccessLayers("runtime", "presence", "websocket", "gc")
          .whereLayer("boot")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule noRoomGoesRoundInACircle =
      SlicesRuleDefinition.slices().matching("onlookers.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule redisIsSpokenInRedis = spokenIn("redis", "redis.clients..");

  /** But for what Tomcat's own classes say of it, where we do otherwise. */
  @ArchTest
  static final ArchRule socketsAreSpokenInWebsocket =
      noClasses()
          .that()
          .resideOutsideOfPackages("onlookers.websocket..", "onlookers.standalone.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.websocket..");

  @ArchTest static final ArchRule jsonIsSpokenInProtocol = spokenIn("protocol", "jakarta.json..");

  @ArchTest static final ArchRule mbeansAreSpokenInJmx = spokenIn("jmx", "javax.management..");

  @ArchTest static final ArchRule prometheusIsSpokenInHttp = spokenIn("http", "io.prometheus..");

  @ArchTest
  static final ArchRule theEngineIsSpokenInBoot =
      spokenIn("boot", "org.apache.catalina..", "org.apache.tomcat..", "org.jboss.weld..");

  /** The second wire can be taken away again. */
  @ArchTest
  static final ArchRule theNativeWireKnowsNothingOfTheOther =
      noClasses()
          .that()
          .resideInAPackage("onlookers.protocol")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("onlookers.socketio.codec..");

  @ArchTest
  static final ArchRule anEngineKnowsNothingOfWhatItCarries =
      noClasses()
          .that()
          .resideInAPackage("onlookers.socketio.engineio..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onlookers.websocket", "onlookers.socketio.namespace..");

  @ArchTest
  static final ArchRule socketIoKnowsNothingOfPresence =
      noClasses()
          .that()
          .resideInAPackage("onlookers.socketio.namespace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("onlookers.websocket");

  /** boot hands the servlet context on; nobody else but http knows that there is one. */
  @ArchTest
  static final ArchRule servletsAreSpokenInHttpAndBoot =
      noClasses()
          .that()
          .resideOutsideOfPackages("onlookers.http..", "onlookers.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.servlet..");

  @ArchTest
  static final ArchRule theStoryAndTheSettingsArePlainJava =
      noClasses()
          .that()
          .resideInAnyPackage("onlookers.runtime..", "onlookers.presence..", "onlookers.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "redis..", "org.apache..", "io..");

  private static ArchRule spokenIn(String room, String... words) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("onlookers." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(words);
  }
}
