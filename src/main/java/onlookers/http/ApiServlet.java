package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import onlookers.presence.UnavailableException;

/**
 * A part of {@code /api}: readable by other pages as {@code origins} says, fresh for a second,
 * errors as JSON.
 */
abstract class ApiServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  private final transient Cors cors;

  ApiServlet(Cors cors) {
    this.cors = cors;
  }

  /**
   * The answer to a GET.
   *
   * @throws RequestException when the request does not fit: 400
   * @throws UnavailableException while Redis is away, or too many wait for it: 503
   */
  abstract Response read(HttpServletRequest request);

  @Override
  public final Response answer(HttpServletRequest request) {
    try {
      return read(request);
    } catch (RequestException e) {
      return e.answer();
    } catch (UnavailableException e) {
      return Response.error(
          503, "unavailable", "Redis is out of reach, or too many ask at once; try again later");
    }
  }

  @Override
  public final void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "max-age=1");
    cors.setHeaders(request, response);
  }
}
