package onlookers.http;

import onlookers.presence.CountsReader;
import onlookers.presence.NodeDirectory;
import onlookers.presence.SiteHistory;
import onlookers.runtime.NodeMetrics;

/**
 * Where the dashboard has its numbers from.
 *
 * @param counts who views what now
 * @param nodes what the nodes tell of themselves
 * @param history what was
 * @param nodeMetrics this node's own
 */
public record DashboardSources(
    CountsReader counts, NodeDirectory nodes, SiteHistory history, NodeMetrics nodeMetrics) {}
