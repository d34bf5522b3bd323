package dev.cadre.toolkit;

import dev.cadre.config.Nearest;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import dev.cadre.object.ContentJudge;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.cloud.CloudConfig;
import dev.cadre.toolkit.cloud.CloudServer;
import dev.cadre.toolkit.custom.CustomConfig;
import dev.cadre.toolkit.custom.CustomServer;
import dev.cadre.toolkit.data.DataServer;
import dev.cadre.toolkit.database.DatabaseConfig;
import dev.cadre.toolkit.database.DatabaseServer;
import dev.cadre.toolkit.documents.DocumentServer;
import dev.cadre.toolkit.files.FileSource;
import dev.cadre.toolkit.files.FileSources;
import dev.cadre.toolkit.files.FilesConfig;
import dev.cadre.toolkit.files.UploadFiles;
import dev.cadre.toolkit.files.UploadJudge;
import dev.cadre.toolkit.images.Eyes;
import dev.cadre.toolkit.images.ImageServer;
import dev.cadre.toolkit.images.ModelEyes;
import dev.cadre.toolkit.knowledge.KnowledgeConfig;
import dev.cadre.toolkit.knowledge.KnowledgeServer;
import dev.cadre.toolkit.kubernetes.KubernetesConfig;
import dev.cadre.toolkit.kubernetes.KubernetesServer;
import dev.cadre.toolkit.queries.QueriesConfig;
import dev.cadre.toolkit.queries.QueriesServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The servers that come with the platform, by name. */
public final class Toolkit {

  /** In the order they are listed. */
  public static final List<Kind> KINDS =
      List.of(
          new Kind("database", DatabaseServer.ABOUT, DatabaseConfig.OPTIONS, Toolkit::database),
          new Kind("queries", QueriesServer.ABOUT, QueriesConfig.OPTIONS, Toolkit::queries),
          new Kind("knowledge", KnowledgeServer.ABOUT, KnowledgeConfig.OPTIONS, Toolkit::knowledge),
          new Kind("aws", CloudServer.ABOUT, CloudConfig.OPTIONS, Toolkit::aws),
          new Kind("custom", CustomServer.ABOUT, CustomConfig.OPTIONS, Toolkit::custom),
          new Kind(
              "kubernetes", KubernetesServer.ABOUT, KubernetesConfig.OPTIONS, Toolkit::kubernetes),
          new Kind("documents", DocumentServer.ABOUT, FilesConfig.OPTIONS, Toolkit::documents),
          new Kind("data", DataServer.ABOUT, FilesConfig.OPTIONS, Toolkit::data),
          new Kind("images", ImageServer.ABOUT, FilesConfig.OPTIONS, Toolkit::images));

  private Toolkit() {}

  /**
   * A kind of server.
   *
   * @param options its settings for a person, one on a line; empty when it has none
   * @param reads from a section to a server that is not open yet
   */
  public record Kind(String name, String about, String options, Reading reads) {

    /** As {@link #reads}, with paths from where the process runs. */
    public Function<Section, Plan> reading() {
      return section -> reads.plan(section, Path.of(""));
    }
  }

  /** From settings to a server that is not open yet. */
  @FunctionalInterface
  public interface Reading {
    /**
     * @param base where relative paths of the settings begin
     */
    Plan plan(Section section, Path base);
  }

  /** A server whose settings are read and right. */
  @FunctionalInterface
  public interface Plan {
    Serving open(Means means);
  }

  /**
   * @throws Fault.Invalid when there is no such kind, naming the nearest
   */
  public static Kind find(String name) {
    List<String> names = KINDS.stream().map(Kind::name).toList();
    return KINDS.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Fault.Invalid(
                    "there is no server '"
                        + name
                        + "'; "
                        + Nearest.to(name, names)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("there are " + String.join(", ", names))));
  }

  private static Plan database(Section section, Path base) {
    DatabaseConfig read = DatabaseConfig.read(section);
    return means -> {
      DatabaseConfig config = in(read, means);
      DatabaseServer server = new DatabaseServer(means.timer(), means.database(), config);
      return new Serving(DatabaseServer.ABOUT, server.tools(), server::trouble, server);
    };
  }

  private static Plan queries(Section section, Path base) {
    QueriesConfig read = QueriesConfig.read(section, base);
    return means -> {
      QueriesConfig config = read.with(in(read.database(), means));
      QueriesServer server = new QueriesServer(means.timer(), means.database(), config);
      return new Serving(server.about(), server.tools(), server::trouble, server);
    };
  }

  private static Plan knowledge(Section section, Path base) {
    KnowledgeConfig config = KnowledgeConfig.read(section, base);
    return means -> {
      KnowledgeServer server = new KnowledgeServer(means.embedder(), means.clock(), config);
      return new Serving(server.about(), server.tools(), server::trouble, () -> {});
    };
  }

  /** Settings that name the database of a system, with that database's address. */
  private static DatabaseConfig in(DatabaseConfig config, Means means) {
    if (!config.ofSystem()) {
      return config;
    }
    OwnDatabase own = means.own();
    if (own == null) {
      throw new Fault.Invalid(
          "a server's url is 'database', the database of a system, and there is none: write a JDBC"
              + " URL, or a section 'database' in the system's file");
    }
    return config.at(own.url(), own.user(), own.password());
  }

  private static Plan aws(Section section, Path base) {
    CloudConfig config = CloudConfig.read(section);
    return means -> {
      CloudServer server = new CloudServer(config);
      return new Serving(CloudServer.ABOUT, server.tools(), server::trouble, server);
    };
  }

  private static Plan custom(Section section, Path base) {
    CustomConfig config = CustomConfig.read(section);
    return means -> {
      CustomServer server = new CustomServer(means.clock(), means.database(), config);
      return new Serving(CustomServer.ABOUT, server.tools(), () -> null, server);
    };
  }

  private static Plan kubernetes(Section section, Path base) {
    KubernetesConfig config = KubernetesConfig.read(section);
    return means -> {
      KubernetesServer server = new KubernetesServer(config);
      return new Serving(KubernetesServer.ABOUT, server.tools(), server::trouble, server);
    };
  }

  private static Plan documents(Section section, Path base) {
    FilesConfig config = FilesConfig.read(section, base);
    return means -> {
      FileSources files = new FileSources(means.clock(), uploads(means, config), config);
      List<Tool> tools = new DocumentServer(files, means.embedder()).tools();
      return new Serving(DocumentServer.ABOUT, tools, () -> null, files);
    };
  }

  private static Plan data(Section section, Path base) {
    FilesConfig config = FilesConfig.read(section, base);
    return means -> {
      FileSources files = new FileSources(means.clock(), uploads(means, config), config);
      List<Tool> tools = new DataServer(files, means.clock()).tools();
      return new Serving(DataServer.ABOUT, tools, () -> null, files);
    };
  }

  private static Plan images(Section section, Path base) {
    FilesConfig config = FilesConfig.read(section, base);
    String model = section.text("visionModel", "default");
    return means -> {
      FileSources files = new FileSources(means.clock(), uploads(means, config), config);
      List<Tool> tools = new ImageServer(files, eyes(means, model)).tools();
      return new Serving(ImageServer.ABOUT, tools, () -> null, files);
    };
  }

  /**
   * The tools that read files, together, for the platform's own agents: those of {@code documents},
   * {@code data} and {@code images}, which read the same files.
   */
  public static Plan fileTools(Section section) {
    FilesConfig config = FilesConfig.read(section);
    String model = section.text("visionModel", "default");
    return means -> {
      FileSources files = new FileSources(means.clock(), uploads(means, config), config);
      List<Tool> tools = new ArrayList<>(new DocumentServer(files, means.embedder()).tools());
      tools.addAll(new DataServer(files, means.clock()).tools());
      tools.addAll(new ImageServer(files, eyes(means, model)).tools());
      return new Serving("Documents, data and images.", tools, () -> null, files);
    };
  }

  /** Sees whether files that people send are what they are said to be. */
  public static ContentJudge uploadJudge() {
    return new UploadJudge();
  }

  private static List<FileSource> uploads(Means means, FilesConfig config) {
    return means.uploads() == null
        ? List.of()
        : List.of(new UploadFiles(means.uploads(), config.maxBytes()));
  }

  private static Eyes eyes(Means means, String model) {
    return means.models() == null ? Eyes.NONE : new ModelEyes(means.models(), model);
  }
}
