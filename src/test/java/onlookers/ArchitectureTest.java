package onlookers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The plan of the packages, in {@code src/site/markdown/architecture.md}, holds. */
@AnalyzeClasses(packages = "onlookers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule eachPackageImportsOnlyWhatItMay =
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
          .layer("socketio")
          .definedBy("onlookers.socketio..")
          .layer("standalone")
          .definedBy("onlookers.standalone..")
          .layer("boot")
          .definedBy("onlookers.boot..")
          .whereLayer("runtime")
          .mayNotAccessAnyLayer()
          .whereLayer("presence")
          .mayOnlyAccessLayers("runtime")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("protocol")
          .mayOnlyAccessLayers("presence")
          .whereLayer("redis")
          .mayOnlyAccessLayers("runtime", "presence", "config")
          .whereLayer("websocket")
          .mayOnlyAccessLayers("runtime", "presence", "config", "protocol")
          .whereLayer("http")
          .mayOnlyAccessLayers("runtime", "presence", "config", "protocol", "websocket")
          .whereLayer("socketio")
          .mayOnlyAccessLayers("runtime", "presence", "config", "protocol", "websocket", "http")
          .whereLayer("standalone")
          .mayOnlyAccessLayers("runtime", "config", "websocket")
          .whereLayer("gc")
          .mayOnlyAccessLayers("runtime", "presence", "config")
          .whereLayer("jmx")
          .mayOnlyAccessLayers("runtime", "presence")
          .whereLayer("boot")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitectureIgnoring("onlookers");

  @ArchTest
  static final ArchRule noPackageGoesRoundInACircle =
      SlicesRuleDefinition.slices().matching("onlookers.(**)").should().beFreeOfCycles();

  /**
   * One owns, the other calls back through an interface. An address alone makes its own parser,
   * which makes addresses: whoever reads one asks the address, as with those of the JDK.
   */
  @ArchTest
  static final ArchRule noTwoClassesCallEachOther =
      SlicesRuleDefinition.slices()
          .assignedFrom(new EachClass())
          .should()
          .beFreeOfCycles()
          .ignoreDependency("onlookers.config.RedisUri", "onlookers.config.RedisUriParser");

  /** Connections below; what lies in Redis above them; whoever uses it; the ports on top. */
  @ArchTest
  static final ArchRule redisHasOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("connect")
          .definedBy("onlookers.redis.connect..")
          .layer("schema")
          .definedBy("onlookers.redis.schema..")
          .layer("events")
          .definedBy("onlookers.redis.events..")
          .layer("write")
          .definedBy("onlookers.redis.write..")
          .layer("collect")
          .definedBy("onlookers.redis.collect..")
          .layer("ports")
          .definedBy("onlookers.redis")
          .whereLayer("connect")
          .mayNotAccessAnyLayer()
          .whereLayer("schema")
          .mayOnlyAccessLayers("connect")
          .whereLayer("events")
          .mayOnlyAccessLayers("connect", "schema")
          .whereLayer("write")
          .mayOnlyAccessLayers("connect", "schema")
          .whereLayer("collect")
          .mayOnlyAccessLayers("connect", "schema", "events")
          .whereLayer("ports")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule redisHasNoOtherPackage =
      classes()
          .that()
          .resideInAPackage("onlookers.redis..")
          .should()
          .resideInAnyPackage(
              "onlookers.redis",
              "onlookers.redis.connect..",
              "onlookers.redis.schema..",
              "onlookers.redis.events..",
              "onlookers.redis.write..",
              "onlookers.redis.collect..");

  @ArchTest
  static final ArchRule redisIsSpokenInRedis =
      spokenIn("redis", "redis.clients..", "org.apache.commons.pool2..");

  /** But for what Tomcat's own classes say of it, where we do otherwise. */
  @ArchTest
  static final ArchRule socketsAreSpokenInWebsocket =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "onlookers.websocket..", "onlookers.socketio..", "onlookers.standalone.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.websocket..");

  @ArchTest
  static final ArchRule jsonIsSpokenByTheCodecs =
      noClasses()
          .that()
          .resideOutsideOfPackages("onlookers.protocol..", "onlookers.socketio.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.json..");

  /** But for what the JVM itself tells of its collections. */
  @ArchTest
  static final ArchRule mbeansAreSpokenInJmx =
      noClasses()
          .that()
          .resideOutsideOfPackage("onlookers.jmx..")
          .and()
          .doNotHaveFullyQualifiedName("onlookers.standalone.HeapTuning")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.management..");

  @ArchTest static final ArchRule prometheusIsSpokenInHttp = spokenIn("http", "io.prometheus..");

  @ArchTest
  static final ArchRule theEngineIsSpokenInStandalone =
      spokenIn(
          "standalone",
          "org.apache.catalina..",
          "org.apache.tomcat..",
          "org.apache.coyote..",
          "org.apache.juli..");

  @ArchTest static final ArchRule weldIsSpokenInBoot = spokenIn("boot", "org.jboss.weld..");

  /** The second wire can be taken away again; {@link WithoutSocketIoTest} does. */
  @ArchTest
  static final ArchRule nobodyKnowsSocketIo =
      noClasses()
          .that()
          .resideOutsideOfPackage("onlookers.socketio..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("onlookers.socketio..");

  @ArchTest
  static final ArchRule anEngineKnowsNothingOfWhatItCarries =
      noClasses()
          .that()
          .resideInAPackage("onlookers.socketio.engineio..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onlookers.socketio", "onlookers.socketio.namespace..");

  @ArchTest
  static final ArchRule socketIoKnowsNothingOfPresence =
      noClasses()
          .that()
          .resideInAnyPackage("onlookers.socketio.namespace..", "onlookers.socketio.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onlookers.websocket..", "onlookers.socketio");

  /** Decision 7: what CDI need not make, it does not see. */
  @ArchTest
  static final ArchRule cdiIsSpokenInFourPackages =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "onlookers.websocket..", "onlookers.http..", "onlookers.socketio", "onlookers.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.inject..", "jakarta.enterprise..");

  /** boot hands the servlet context on; who answers requests takes it. */
  @ArchTest
  static final ArchRule servletsAreSpokenWhereRequestsAreAnswered =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "onlookers.http..",
              "onlookers.socketio..",
              "onlookers.boot..",
              "onlookers.standalone..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.servlet..");

  @ArchTest
  static final ArchRule theDomainIsPlainJava =
      noClasses()
          .that()
          .resideInAnyPackage("onlookers.runtime..", "onlookers.presence..", "onlookers.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "redis..", "org.apache..", "io..");

  /** A class together with those that are nested in it. */
  private static final class EachClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass one) {
      return SliceIdentifier.of(one.getName().split("\\$", 2)[0]);
    }

    @Override
    public String getDescription() {
      return "each class";
    }
  }

  private static ArchRule spokenIn(String speaker, String... words) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("onlookers." + speaker + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(words);
  }
}
