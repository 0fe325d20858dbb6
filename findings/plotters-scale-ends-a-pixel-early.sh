#!/usr/bin/env bash
# plotters 0.3.7: a chart's coordinate system ends one backend unit before its drawing area does.
#
# A ChartBuilder without margins and labels over an area of 0..1000 x 0..1000 units maps the end of
# its range to unit 999, not to 1000: the range covers the centres of the area's pixels. Whoever
# computes positions beside plotters (a crosshair, a label) and takes the area's width for the
# range's width is off by a growing share of a unit, and by a whole one at the right edge. With a
# backend of ten units per pixel the error is a tenth of a pixel; with one unit per pixel, a pixel.
#
# Seen on 2026-11-30 with rustc 1.95.0:
#   first x 0, last x 999, of an area 1000 wide
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --name finding --vcs none
cat >> Cargo.toml <<'T'
plotters = { version = "=0.3.7", default-features = false }
plotters-backend = "=0.3.7"
T
cat > src/main.rs <<'R'
use plotters::prelude::*;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

struct Nothing;

impl DrawingBackend for Nothing {
    type ErrorType = std::convert::Infallible;
    fn get_size(&self) -> (u32, u32) {
        (1000, 1000)
    }
    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }
    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }
    fn draw_line<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }
}

fn main() {
    let area = Nothing.into_drawing_area();
    let chart = ChartBuilder::on(&area).build_cartesian_2d(0.0..1.0, 0.0..1.0).unwrap();
    let (first, _) = chart.backend_coord(&(0.0, 0.0));
    let (last, _) = chart.backend_coord(&(1.0, 0.0));
    println!("first x {first}, last x {last}, of an area {} wide", area.dim_in_pixel().0);
}
R
seen=$(cargo run --quiet)
echo "$seen"
[ "$seen" = "first x 0, last x 999, of an area 1000 wide" ] || { echo "changed"; exit 1; }
