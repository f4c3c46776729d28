/**
 * The block "Online now" in the editor: the number as it is, asked for once.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el, useEffect, useState } = wp.element;
	const { useBlockProps } = wp.blockEditor;

	async function read() {
		const response = await fetch( `${ live.server }/api/online` );
		return response.ok ? live.inWords( ( await response.json() ).viewers, 'online' ) : live.away;
	}

	function Edit() {
		const [ text, setText ] = useState( live.server ? live.waiting : live.unset );
		useEffect( () => {
			let wanted = !! live.server;
			if ( wanted ) {
				read()
					.catch( () => live.away )
					.then( ( words ) => wanted && setText( words ) );
			}
			return () => {
				wanted = false;
			};
		}, [] );
		return el( 'p', useBlockProps( { className: 'onlookers-line' } ), text );
	}

	wp.blocks.registerBlockType( 'onlookers/online', { edit: Edit } );
}( window.wp, window.onlookersLive ) );
