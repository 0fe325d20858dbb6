//! The page's stylesheet for charts is the one that the charts themselves describe.

use expect_test::expect_file;
use rotation::chart::theme;

#[test]
fn the_page_and_an_exported_chart_have_one_palette() {
    let css = format!(
        "/* From src/chart/theme.rs; UPDATE_EXPECT=1 cargo test stylesheet writes it anew. */\n{}{}",
        theme::tokens_css(),
        theme::rules_css()
    );
    expect_file!["../../www/chart.css"].assert_eq(&css);
}
