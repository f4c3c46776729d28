package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsImporter;
import onlookers.protocol.BadImportException;
import onlookers.protocol.ImportJson;

/**
 * {@code POST /api/admin/views}: takes in views that something else counted before. A request that
 * does not fit is refused whole.
 */
final class ImportServlet extends PostServlet {
  private static final long serialVersionUID = 1L;

  private static final System.Logger LOG = System.getLogger(ImportServlet.class.getName());

  private final transient ViewsImporter importer;
  private final transient Forwarding forwarding;

  ImportServlet(ViewsImporter importer, Forwarding forwarding) {
    this.importer = importer;
    this.forwarding = forwarding;
  }

  @Override
  Response answer(HttpServletRequest request) {
    return imported(JsonBody.read(request), request);
  }

  private Response imported(String body, HttpServletRequest request) {
    try {
      Map<Post, Long> views = ImportJson.read(body);
      int imported = importer.importOnce(views);
      LOG.log(
          System.Logger.Level.INFO,
          "the views of {0} were imported by an administrator at \"{1}\"; {2} changed",
          views.size() == 1 ? "1 post" : views.size() + " posts",
          forwarding.caller(request).address(),
          Integer.toString(imported));
      return Response.json(ImportJson.answer(imported, views.size() - imported));
    } catch (BadImportException e) {
      return Response.error(400, e.code(), e.getMessage());
    } catch (UnavailableException e) {
      return Response.error(503, "unavailable", "Redis is out of reach, or refused; see the log");
    }
  }
}
