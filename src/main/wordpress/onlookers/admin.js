/**
 * The settings' page: tests the connection from the owner's browser, as a reader's would connect, and says in plain words
 * what is wrong. Leaves only the plural forms that the site's language has.
 */
'use strict';

( function( { __, sprintf } ) {
	const PATIENCE = 5_000; // Milliseconds.

	const NOT_AN_ADDRESS = __( 'This is no address. It must look like https://live.example.org.', 'onlookers' );
	const MIXED = __(
		'Mixed content: this site is on https, and browsers do not let it connect to a server on http. The server needs an address on https.',
		'onlookers',
	);
	const UNREACHABLE = __(
		'The server cannot be reached: nothing answers at this address. Is it running, is the address right, is its certificate valid?',
		'onlookers',
	);
	const NOT_ONLOOKERS = __(
		'Something answers at this address, but it is not Onlookers. Is the path right?',
		'onlookers',
	);
	const ORIGIN_REFUSED = sprintf(
		/* translators: %s: address of the site. */
		__(
			'Origin refused: the server does not let in pages of this site. Its setting “origins” must contain %s.',
			'onlookers',
		),
		window.location.origin,
	);
	const UPGRADE_DROPPED = __(
		'The server answers, but no WebSocket can be opened: a proxy in front of it drops the upgrade. It must pass on the headers Upgrade and Connection.',
		'onlookers',
	);
	const SILENT = __(
		'The WebSocket opened, but nothing came through it: a proxy in front of the server holds it back.',
		'onlookers',
	);
	const TICKET_REFUSED = __(
		'Ticket refused: the secret here is not the same as the server’s setting “ticket.secret”, or is missing.',
		'onlookers',
	);
	const SAVE_FIRST = __(
		'On a page without https this browser cannot make tickets of a secret that is not saved. Save it first, then test.',
		'onlookers',
	);
	const FULL = __( 'The server is full: it has reached its limit of connections.', 'onlookers' );
	const AWAY = __( 'Connected, but the server cannot reach its Redis, so that it counts only a part.', 'onlookers' );
	const SUCCESS = __( 'Connected: the server lets this site’s readers in.', 'onlookers' );

	/** Codes of closes (RFC 6455, 7.4) by what they say about us. */
	const CLOSES = new Map( [
		[ 1008, TICKET_REFUSED ],
		[ 1013, FULL ],
	] );

	/** @param {string} host Of the own machine? Browsers trust it without TLS. */
	const isLoopback = ( host ) => /^(localhost|127\..*|\[::1\])$/.test( host );

	/**
	 * @param {string} secret
	 * @param {string} post
	 * @return {Promise<string>} The post's ticket.
	 */
	async function ticketOf( secret, post ) {
		const bytes = ( text ) => new TextEncoder().encode( text );
		const algorithm = { name: 'HMAC', hash: 'SHA-256' };
		const key = await crypto.subtle.importKey( 'raw', bytes( secret ), algorithm, false, [ 'sign' ] );
		const signature = new Uint8Array( await crypto.subtle.sign( 'HMAC', key, bytes( post ) ) );
		const base64 = btoa( String.fromCharCode( ...signature ) );
		return base64.replace( /\+/g, '-' ).replace( /\//g, '_' ).slice( 0, 22 );
	}

	/**
	 * Converses as a watching page does.
	 *
	 * @param {URL}    url    Of the WebSocket.
	 * @param {string} post
	 * @param {string} ticket
	 * @return {Promise<string | undefined>} What came of it; undefined when no WebSocket opened.
	 */
	function converse( url, post, ticket ) {
		return new Promise( ( resolve ) => {
			const socket = new WebSocket( url );
			let opened = false;
			const end = ( result ) => {
				clearTimeout( timer );
				socket.onclose = null;
				socket.close();
				resolve( result );
			};
			const timer = setTimeout( () => end( opened ? SILENT : undefined ), PATIENCE );
			socket.onopen = () => {
				opened = true;
				socket.send( JSON.stringify( [ 'watching', [ post ], ticket ? { tickets: [ ticket ] } : {} ] ) );
			};
			socket.onmessage = ( { data } ) => {
				const [ event, code, message ] = JSON.parse( data );
				if ( event === 'counts' ) {
					end( SUCCESS );
				} else if ( event === 'degraded' && code ) {
					end( AWAY );
				} else if ( event === 'error' ) {
					end( code === 'bad-ticket' ? TICKET_REFUSED : `${ code }: ${ message }` );
				}
			};
			socket.onclose = ( { code } ) => end( CLOSES.get( code ) ?? ( opened ? SILENT : undefined ) );
		} );
	}

	/**
	 * A browser does not tell why a WebSocket did not open; what the server's pages answer tells it.
	 *
	 * @param {string} server Ends with a slash.
	 * @return {Promise<string>} What is wrong.
	 */
	async function explain( server ) {
		const answers = ( path, options ) => {
			const signal = AbortSignal.timeout( PATIENCE );
			return fetch( server + path, { cache: 'no-store', signal, ...options } ).catch( () => undefined );
		};
		if ( ! ( await answers( 'health/live', { mode: 'no-cors' } ) ) ) {
			return UNREACHABLE;
		}
		// The script is for the pages of any site, the counts are for those in "origins".
		const script = await answers( 'onlookers.js' );
		if ( ! script?.ok || ! /javascript/.test( script.headers.get( 'Content-Type' ) ) ) {
			return NOT_ONLOOKERS; // a WordPress answers any path
		}
		return ( await answers( 'api/top?limit=1' ) ) ? UPGRADE_DROPPED : ORIGIN_REFUSED;
	}

	/**
	 * @param {string} address As typed.
	 * @return {URL | undefined} Ends with a slash; undefined for what would not be saved.
	 */
	function parse( address ) {
		const http = address.trim().replace( /^ws(?=s?:)/i, 'http' ).replace( /\/*$/, '/' );
		try {
			const { username, password, search, hash, href } = new URL( http );
			const isBare = ! ( username || password || search || hash );
			return isBare && /^https?:\/\//i.test( http ) ? new URL( href ) : undefined;
		} catch {
			return undefined;
		}
	}

	/**
	 * @param {string} address
	 * @param {string} post
	 * @param {string} ticket
	 * @return {Promise<string>} What is wrong, or {@link SUCCESS}.
	 */
	async function test( address, post, ticket ) {
		const server = parse( address );
		if ( ! server ) {
			return NOT_AN_ADDRESS;
		}
		if ( window.location.protocol === 'https:' && server.protocol === 'http:' && ! isLoopback( server.hostname ) ) {
			return MIXED;
		}
		const socket = new URL( 'presence', server );
		socket.protocol = server.protocol.replace( 'http', 'ws' );
		return ( await converse( socket, post, ticket ) ) ?? explain( server.href );
	}

	/**
	 * @param {string} text
	 * @param {string} kind `info`, `success` or `error`.
	 */
	function show( text, kind ) {
		const notice = document.createElement( 'div' );
		const paragraph = document.createElement( 'p' );
		notice.className = `notice notice-${ kind } inline`;
		notice.dataset.result = kind;
		paragraph.textContent = text;
		notice.append( paragraph );
		document.getElementById( 'onlookers-test-result' ).replaceChildren( notice );
	}

	/**
	 * What stands in the form counts, saved or not.
	 *
	 * @param {HTMLButtonElement} button
	 */
	async function onTest( button ) {
		const { post, ticket } = button.dataset;
		const secret = document.getElementById( 'onlookers-secret' )?.value.trim();
		const address = document.getElementById( 'onlookers-server' ).value;
		if ( secret && ! crypto.subtle ) {
			show( SAVE_FIRST, 'error' );
			return;
		}
		button.disabled = true;
		show( __( 'Testing…', 'onlookers' ), 'info' );
		try {
			const fresh = secret ? await ticketOf( secret, post ) : ticket;
			const result = await test( address, post, fresh );
			show( result, result === SUCCESS ? 'success' : 'error' );
		} finally {
			button.disabled = false;
		}
	}

	/** @param {HTMLElement} texts */
	function leaveForms( texts ) {
		const forms = new Intl.PluralRules( texts.dataset.language ).resolvedOptions().pluralCategories;
		for ( const line of texts.querySelectorAll( '[data-category]' ) ) {
			const isUsed = line.querySelector( 'input' ).value !== '';
			line.hidden = ! isUsed && ! forms.includes( line.dataset.category );
		}
	}

	const button = document.getElementById( 'onlookers-test' );
	button.addEventListener( 'click', () => onTest( button ) );
	leaveForms( document.getElementById( 'onlookers-texts' ) );
}( window.wp.i18n ) );
