/**
 * Keeps the numbers on a page of the administration up to date, also in rows that Quick Edit has put there anew.
 */

const { onlookersClient, onlookersServer } = document.getElementById( 'onlookers-watch' ).dataset;
const { Onlookers } = await import( onlookersClient );

const onlookers = new Onlookers( { server: onlookersServer } ).start();

const rows = document.getElementById( 'the-list' );
if ( rows ) {
	new window.MutationObserver( () => onlookers.refresh() ).observe( rows, { childList: true } );
}
