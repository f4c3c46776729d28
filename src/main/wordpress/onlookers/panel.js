/**
 * "37 people are reading this", in the block editor's summary of a post, and its last 30 days.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el, useEffect, useRef, useState } = wp.element;
	// WordPress 6.6 moved it.
	const { PluginPostStatusInfo } = wp.editor.PluginPostStatusInfo ? wp.editor : wp.editPost;

	/** The post's last 30 days, read once: a line, and how many views they are. */
	function Month() {
		const place = useRef();
		const [ sum, setSum ] = useState( 0 );
		useEffect( () => {
			const read = async () => {
				const { readHistory, line } = await import( live.history );
				const days = await readHistory( live.server, live.post );
				setSum( days.reduce( ( all, { views } ) => all + views, 0 ) );
				place.current?.replaceChildren( line( days ) );
			};
			if ( live.post ) {
				read().catch( () => {} ); // The line above says that the server does not answer.
			}
		}, [] );
		return el(
			'span',
			{ className: 'onlookers-month', hidden: ! sum },
			el( 'span', { ref: place } ),
			' ',
			live.month.replace( '%s', live.inWords( sum, 'days' ) ),
		);
	}

	function Readers() {
		const { viewers, state } = live.useCounts();
		const known = viewers !== undefined;
		const text = known ? live.inWords( viewers, 'viewers' ) : live.excuse( state );
		const dimmed = known && state !== 'lost' ? undefined : { opacity: 0.45 };
		return el(
			PluginPostStatusInfo,
			{ className: 'onlookers-readers' },
			el( 'div', null, el( 'span', { style: dimmed, 'data-onlookers-state': state }, text ), el( Month ) ),
		);
	}

	wp.plugins.registerPlugin( 'onlookers', { render: Readers } );
}( window.wp, window.onlookersLive ) );
