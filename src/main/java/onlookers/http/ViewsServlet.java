package onlookers.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsEditor;
import onlookers.presence.ViewsEditor.Edited;
import onlookers.protocol.BadImportException;
import onlookers.protocol.EditJson;
import onlookers.protocol.EditJson.Edit;

/**
 * {@code /api/admin/views} and {@code /api/admin/views/{post}}: {@code PUT} sets or restores the
 * views of one post or of many, {@code DELETE} forgets them, {@code POST} to the former is an
 * {@linkplain ImportServlet import}. A request that does not fit is refused whole; one that was
 * carried out stands in the log, with the address that it came from.
 */
final class ViewsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(ViewsServlet.class.getName());

  private final transient ViewsEditor editor;
  private final transient ImportServlet imports;
  private final transient Forwarding forwarding;

  ViewsServlet(ViewsEditor editor, ImportServlet imports, Forwarding forwarding) {
    this.editor = editor;
    this.imports = imports;
    this.forwarding = forwarding;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    boolean one = request.getPathInfo() != null;
    String method = request.getMethod();
    if (method.equals("POST") && !one) {
      imports.service(request, response);
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    if (method.equals("PUT") || method.equals("DELETE")) {
      ReadOnlyServlet.send(answer(request), response);
    } else {
      ReadOnlyServlet.refuseMethod(one ? "PUT, DELETE" : "POST, PUT, DELETE", response);
    }
  }

  private Response answer(HttpServletRequest request) {
    try {
      String path = request.getPathInfo();
      return path == null ? many(request) : one(BoundedQuery.post(path.substring(1)), request);
    } catch (RequestException e) {
      return e.answer();
    } catch (BadImportException e) {
      return Response.error(400, e.code(), e.getMessage());
    } catch (UnavailableException e) {
      return Response.error(503, "unavailable", "Redis is out of reach, or refused; see the log");
    }
  }

  private Response one(Post post, HttpServletRequest request) throws BadImportException {
    List<Edited> edited =
        isDelete(request)
            ? forget(List.of(post), request)
            : put(EditJson.one(post, JsonBody.read(request)), request);
    return Response.json(EditJson.answer(edited.get(0)));
  }

  private Response many(HttpServletRequest request) throws BadImportException {
    String body = JsonBody.read(request);
    List<Edited> edited =
        isDelete(request)
            ? forget(EditJson.posts(body), request)
            : put(EditJson.many(body), request);
    return Response.json(EditJson.answer(edited));
  }

  private static boolean isDelete(HttpServletRequest request) {
    return request.getMethod().equals("DELETE");
  }

  private List<Edited> put(Edit edit, HttpServletRequest request) {
    Map<Post, Long> views = edit.views();
    List<Edited> edited = edit.restores() ? editor.restore(views) : editor.set(views);
    report(edit.restores() ? "restored" : "set", edited, request);
    return edited;
  }

  private List<Edited> forget(List<Post> posts, HttpServletRequest request) {
    List<Edited> edited = editor.forget(posts);
    report("forgotten", edited, request);
    return edited;
  }

  private void report(String what, List<Edited> edited, HttpServletRequest request) {
    long changed = edited.stream().filter(Edited::changed).count();
    LOG.log(
        System.Logger.Level.INFO,
        "the views of {0} were {1} by an administrator at \"{2}\"; {3} changed",
        edited.size() == 1 ? "1 post" : edited.size() + " posts",
        what,
        forwarding.caller(request).address(),
        Long.toString(changed));
  }
}
