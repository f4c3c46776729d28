/**
 * Views of the last days, as a line beside a title or as a chart. Loaded where one is wanted.
 *
 * @typedef {{day: string, views: number, viewers?: number}} Day
 */

const SVG = 'http://www.w3.org/2000/svg';
const DAYS = 30;
const HEIGHT = 40;
const PAUSE = 60_000; // Milliseconds before a server that does not answer is asked again.

/**
 * @param {string} server
 * @param {string} [post] The whole server unless given.
 * @return {Promise<Day[]>} Oldest first.
 */
export async function readHistory( server, post ) {
	const which = post ? `post=${ encodeURIComponent( post ) }&` : '';
	const response = await fetch( `${ server }/api/history?${ which }days=${ DAYS }` );
	if ( ! response.ok ) {
		throw new Error( `${ server } answered ${ response.status }` );
	}
	return response.json();
}

/**
 * @param {string}                 name
 * @param {Record<string, string>} attributes
 */
function shape( name, attributes ) {
	const element = document.createElementNS( SVG, name );
	for ( const [ attribute, value ] of Object.entries( attributes ) ) {
		element.setAttribute( attribute, value );
	}
	return element;
}

/**
 * A line for the eye alone; the number stands beside it.
 *
 * @param {Day[]} days
 * @return {SVGElement} As wide as its place.
 */
export function line( days ) {
	const most = Math.max( 1, ...days.map( ( { views } ) => views ) );
	const step = ( HEIGHT - 4 ) / most;
	const at = ( views, i ) => `${ i },${ ( 2 + ( step * ( most - views ) ) ).toFixed( 1 ) }`;
	const svg = shape( 'svg', {
		class: 'onlookers-trend',
		viewBox: `0 0 ${ Math.max( 1, days.length - 1 ) } ${ HEIGHT }`,
		preserveAspectRatio: 'none',
		'aria-hidden': 'true',
		focusable: 'false',
	} );
	svg.append( shape( 'polyline', { points: days.map( ( { views }, i ) => at( views, i ) ).join( ' ' ) } ) );
	return svg;
}

/**
 * A bar for each day, each with its date and number.
 *
 * @param {Day[]}    days
 * @param {string}   label
 * @param {Function} inWords
 */
function bars( days, label, inWords ) {
	const most = Math.max( 1, ...days.map( ( { views } ) => views ) );
	const svg = shape( 'svg', {
		viewBox: `0 0 ${ days.length * 4 } ${ HEIGHT }`,
		preserveAspectRatio: 'none',
		role: 'img',
		'aria-label': label,
	} );
	const language = document.documentElement.lang || undefined;
	days.forEach( ( { day, views }, i ) => {
		const height = views ? Math.max( 1, ( views / most ) * HEIGHT ) : 0.5;
		const bar = shape( 'rect', { x: String( i * 4 ), width: '3', y: String( HEIGHT - height ), height: String( height ) } );
		const title = shape( 'title', {} );
		const date = new Date( day ).toLocaleDateString( language, { timeZone: 'UTC', dateStyle: 'medium' } );
		title.textContent = `${ date }: ${ inWords( views ) }`;
		bar.append( title );
		svg.append( bar );
	} );
	return svg;
}

/**
 * Draws a chart into a figure, below what is said of it.
 *
 * @param {HTMLElement} figure  Its `data-onlookers-…`: `views` and `peak`, wording by plural category; `empty`, `away`.
 * @param {string}      server
 * @param {Function}    inWords
 */
export async function chart( figure, server, inWords ) {
	const { onlookersViews, onlookersPeak, onlookersEmpty, onlookersAway } = figure.dataset;
	const said = figure.querySelector( '.onlookers-history-said' );
	try {
		const days = await readHistory( server );
		const sum = days.reduce( ( all, { views } ) => all + views, 0 );
		if ( ! sum ) {
			said.textContent = onlookersEmpty;
			return;
		}
		const texts = JSON.parse( onlookersViews );
		const peak = Math.max( 0, ...days.map( ( { viewers } ) => viewers ?? 0 ) );
		const words = [ inWords( sum, texts ), ...( peak ? [ inWords( peak, JSON.parse( onlookersPeak ) ) ] : [] ) ].join( ' · ' );
		figure.append( bars( days, words, ( views ) => inWords( views, texts ) ) );
		said.textContent = words;
	} catch {
		said.textContent = onlookersAway;
		setTimeout( () => chart( figure, server, inWords ), PAUSE );
	}
}
