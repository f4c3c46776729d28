package onlookers.http;

import onlookers.presence.CountsReader;
import onlookers.presence.HistoryReader;
import onlookers.presence.ViewsEditor;
import onlookers.presence.ViewsImporter;

/**
 * What the API reads from and writes to.
 *
 * @param counts of now
 * @param history of the last days
 * @param importer takes in what was counted elsewhere
 * @param editor sets, restores and forgets views
 */
public record ApiStore(
    CountsReader counts, HistoryReader history, ViewsImporter importer, ViewsEditor editor) {}
