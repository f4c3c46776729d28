/**
 * Everything that is answered over plain HTTP: the API, administration, health, metrics, the
 * dashboard's feed, and the origin check before a WebSocket handshake. {@link
 * onlookers.http.Routes} opens the paths: what requests pass first is in {@link
 * onlookers.http.RequestFilters}, the servlets are made in {@link onlookers.http.ApiRoutes} and
 * {@link onlookers.http.MonitoringRoutes}.
 */
@NullMarked
package onlookers.http;

import org.jspecify.annotations.NullMarked;
