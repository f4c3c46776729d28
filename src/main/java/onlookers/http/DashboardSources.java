package onlookers.http;

import onlookers.presence.CountsReader;
import onlookers.presence.HistoryReader;
import onlookers.presence.NodeDirectory;
import onlookers.presence.PeakReader;
import onlookers.runtime.NodeMetrics;

/**
 * Where the dashboard has its numbers from.
 *
 * @param counts who views what now
 * @param history the last days
 * @param peaks the last day
 * @param nodes the status of each node
 * @param nodeMetrics this node's own
 */
public record DashboardSources(
    CountsReader counts,
    HistoryReader history,
    PeakReader peaks,
    NodeDirectory nodes,
    NodeMetrics nodeMetrics) {}
