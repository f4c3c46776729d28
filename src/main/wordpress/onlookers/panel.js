/**
 * "37 people are reading this", in the block editor's summary of a post.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el } = wp.element;
	// WordPress 6.6 moved it.
	const { PluginPostStatusInfo } = wp.editor.PluginPostStatusInfo ? wp.editor : wp.editPost;

	function Readers() {
		const { viewers, state } = live.useCounts();
		const known = viewers !== undefined;
		const text = known ? live.inWords( viewers, 'viewers' ) : live.excuse( state );
		const dimmed = known && state !== 'lost' ? undefined : { opacity: 0.45 };
		return el(
			PluginPostStatusInfo,
			{ className: 'onlookers-readers' },
			el( 'span', { style: dimmed, 'data-onlookers-state': state }, text ),
		);
	}

	wp.plugins.registerPlugin( 'onlookers', { render: Readers } );
}( window.wp, window.onlookersLive ) );
