package onlookers.standalone.engine;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;

/** Has Tomcat make a {@link FramedUpgradeHandler} where it makes one of its own. */
public final class UpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "upgrade";

  private final transient TomcatFields fields;

  private UpgradeFilter(TomcatFields fields) {
    this.fields = fields;
  }

  /**
   * Puts one before Tomcat's own WebSocket filter, which comes when the application starts; none
   * where this Tomcat has not the fields for it.
   */
  public static void install(Context context, TomcatFields found) {
    if (found.frames() != null) {
      install(context, new UpgradeFilter(found));
    }
  }

  private static void install(Context context, UpgradeFilter upgrades) {
    FilterDef filter = new FilterDef();
    filter.setFilterName(NAME);
    filter.setFilter(upgrades);
    filter.setAsyncSupported("true");
    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName(NAME);
    everywhere.addURLPattern("/*");
    context.addFilterDef(filter);
    context.addFilterMap(everywhere);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean upgrade = request.getHeader("Upgrade") != null;
    chain.doFilter(upgrade ? new UpgradedRequest(request) : request, response);
  }

  private final class UpgradedRequest extends HttpServletRequestWrapper {
    UpgradedRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
        throws IOException, ServletException {
      if (type != WsHttpUpgradeHandler.class) {
        return super.upgrade(type);
      }
      if (getServletConnection() instanceof EngineSocket socket) {
        socket.keepHead();
      }
      return type.cast(super.upgrade(FramedUpgradeHandler.class).with(fields));
    }
  }
}
