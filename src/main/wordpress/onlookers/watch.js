/**
 * Keeps the numbers on a page of the administration up to date. One that waits in vain says why.
 */

const TIMEOUT = 8_000; // Milliseconds.

const { onlookersClient, onlookersServer } = document.getElementById( 'onlookers-watch' ).dataset;
const { Onlookers } = await import( onlookersClient );

new Onlookers( { server: onlookersServer } ).start();

setTimeout( () => {
	const numbers = '[data-onlookers-count][data-onlookers-away]'; // lists and the chart say it by themselves
	const waiting = `${ numbers }:not([data-onlookers-state="live"], [data-onlookers-state="degraded"])`;
	for ( const element of document.querySelectorAll( waiting ) ) {
		element.textContent = element.dataset.onlookersAway;
	}
}, TIMEOUT );
