<?php
/** The translations that are shipped: whole, and what is compiled of them is what WordPress reads. */
class Onlookers_Translations_Test extends Onlookers_Test_Case {
	const FOLDER = WP_PLUGIN_DIR . '/onlookers/languages/';

	/** The number of plural forms of each language, as CLDR has them but for fractions and millions. */
	const FORMS = array( 'ar' => 6, 'de_DE' => 2, 'es_ES' => 2, 'fr_FR' => 2, 'pl_PL' => 3 );

	private $locale;

	protected function setUp(): void {
		parent::setUp();
		require_once ABSPATH . WPINC . '/pomo/po.php';
	}

	protected function tearDown(): void {
		remove_filter( 'determine_locale', array( $this, 'locale' ) );
		unload_textdomain( 'onlookers', true );
		parent::tearDown();
	}

	/** The site is in a language from now on, whether or not WordPress itself has been translated into it. */
	private function speak( $locale ) {
		$this->locale = $locale;
		add_filter( 'determine_locale', array( $this, 'locale' ) );
		unload_textdomain( 'onlookers', true );
		onlookers_load_translations();
	}

	public function locale() {
		return $this->locale;
	}

	public static function languages() {
		foreach ( array_keys( self::FORMS ) as $locale ) {
			yield $locale => array( $locale );
		}
	}

	/** The texts of a file, by context and singular. */
	private function read( $reader, $file ) {
		$this->assertTrue( $reader->import_from_file( self::FOLDER . $file ), $file );
		return $reader->entries;
	}

	private function placeholders( $text ) {
		preg_match_all( '/%(?:\d+\$)?[sd%]/', $text, $found );
		sort( $found[0] );
		return $found[0];
	}

	public function test_every_translation_that_is_shipped_is_tested() {
		$files = array_map( 'basename', glob( self::FOLDER . '*.po' ) );
		$this->assertSame( array_keys( self::FORMS ), preg_replace( '/^onlookers-|\.po$/', '', $files ) );
	}

	/** @dataProvider languages */
	public function test_it_has_every_text_in_every_form_with_its_placeholders( $locale ) {
		$here = $this->read( new PO(), "onlookers-$locale.po" );
		$all  = $this->read( new PO(), 'onlookers.pot' );
		$this->assertGreaterThan( 200, count( $all ) );
		$this->assertSame( array(), array_keys( array_diff_key( $all, $here ) ), 'missing' );
		$this->assertSame( array(), array_keys( array_diff_key( $here, $all ) ), 'no longer in the plugin' );
		foreach ( $all as $key => $entry ) {
			$forms = $here[ $key ]->translations;
			$this->assertCount( $entry->is_plural ? self::FORMS[ $locale ] : 1, $forms, $key );
			foreach ( $forms as $form ) {
				$this->assertNotSame( '', trim( $form ), $key );
				$this->assertSame( $this->placeholders( $entry->singular ), $this->placeholders( $form ), "$key: $form" );
			}
		}
	}

	/** @dataProvider languages */
	public function test_what_is_compiled_says_the_same( $locale ) {
		$po = $this->read( new PO(), "onlookers-$locale.po" );
		$mo = $this->read( new MO(), "onlookers-$locale.mo" );
		$this->assertSame( array(), array_keys( array_diff_key( $po, $mo ) ) );
		$php = include self::FOLDER . "onlookers-$locale.l10n.php";
		$this->assertSame( $locale, $php['language'] );
		foreach ( $po as $key => $entry ) {
			$this->assertSame( $entry->translations, $mo[ $key ]->translations, "$key in .mo" );
			$this->assertSame( implode( "\0", $entry->translations ), $php['messages'][ $key ], "$key in .l10n.php" );
		}
	}

	/** @dataProvider languages */
	public function test_wordpress_speaks_it( $locale ) {
		$this->speak( $locale );
		$po = $this->read( new PO(), "onlookers-$locale.po" );
		$this->assertSame( $po['Settings']->translations[0], __( 'Settings', 'onlookers' ) );
		$this->assertSame( $po["block title\4Most read"]->translations[0], _x( 'Most read', 'block title', 'onlookers' ) );
		$seen = array();
		foreach ( range( 0, 120 ) as $number ) {
			$seen[] = _n( '%s view', '%s views', $number, 'onlookers' );
		}
		$this->assertEqualsCanonicalizing( array_unique( $po['%s view']->translations ), array_unique( $seen ) );
	}

	public function test_each_number_takes_the_form_of_its_language() {
		$this->speak( 'pl_PL' );
		$this->assertSame( '1 wyświetlenie', onlookers_in_words( 'views', 1, onlookers_texts( 'views' ) ) );
		$this->assertSame( '22 wyświetlenia', onlookers_in_words( 'views', 22, onlookers_texts( 'views' ) ) );
		$this->assertSame( '112 wyświetleń', onlookers_in_words( 'views', 112, onlookers_texts( 'views' ) ) );
		$this->speak( 'ar' );
		$texts = onlookers_texts( 'views' );
		$this->assertSame( 'مشاهدة واحدة (1)', onlookers_in_words( 'views', 1, $texts ) );
		$this->assertSame( 'مشاهدتان (2)', onlookers_in_words( 'views', 2, $texts ) );
		$this->assertSame( '103 مشاهدات', onlookers_in_words( 'views', 103, $texts ) );
		$this->assertSame( '11 مشاهدة', onlookers_in_words( 'views', 11, $texts ) );
	}

	/** Scripts are translated by files that WordPress finds by their addresses. */
	private function texts_of( $handle ) {
		$json = load_script_textdomain( $handle, 'onlookers', wp_scripts()->registered[ $handle ]->translations_path );
		return $json ? json_decode( $json, true )['locale_data']['messages'] : array();
	}

	/** @dataProvider languages */
	public function test_scripts_speak_it( $locale ) {
		$this->speak( $locale );
		$po = $this->read( new PO(), "onlookers-$locale.po" );
		onlookers_enqueue_settings_script();
		onlookers_add_query_loop();
		$scripts = array(
			'onlookers-admin'       => 'admin.js',
			'onlookers-count-block' => 'blocks/count/editor.js',
			'onlookers-query-block' => 'blocks/query/editor.js',
			'onlookers-top-block'   => 'blocks/top/editor.js',
		);
		$with_texts = glob( self::FOLDER . "onlookers-$locale-*.json" );
		$this->assertCount( count( $scripts ), $with_texts, 'each script that has texts is tested' );
		foreach ( $scripts as $handle => $file ) {
			$texts = $this->texts_of( $handle );
			foreach ( $po as $key => $entry ) {
				if ( in_array( $file, $entry->references, true ) ) {
					$this->assertSame( $entry->translations, $texts[ $key ], "$file: $key" );
				}
			}
			$this->assertGreaterThan( 4, count( $texts ), $file );
		}
	}

	public function test_a_variant_of_a_language_shows_the_languages_translation() {
		$this->speak( 'de_DE' );
		$german = __( 'Settings', 'onlookers' );
		foreach ( array( 'de_AT', 'de_DE_formal', 'de_CH_informal' ) as $variant ) {
			$this->speak( $variant );
			$this->assertSame( $german, __( 'Settings', 'onlookers' ), $variant );
			$this->assertNotSame( array(), $this->texts_of( 'onlookers-count-block' ), $variant );
		}
	}

	public function test_a_language_that_is_not_shipped_is_left_alone() {
		foreach ( array( 'it_IT.mo', 'ary.mo', 'de_AT.php', 'e_S.mo' ) as $name ) {
			$file = self::FOLDER . 'onlookers-' . $name;
			$this->assertSame( $file, onlookers_nearest_translation( $file, 'onlookers' ) );
		}
		$this->assertSame( '/elsewhere/onlookers-de_AT.mo', onlookers_nearest_translation( '/elsewhere/onlookers-de_AT.mo', 'onlookers' ) );
		$this->assertFalse( onlookers_nearest_script_translation( false, 'onlookers-admin', 'onlookers' ) );
	}
}
