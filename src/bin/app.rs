//! The page's program.

#[cfg(target_os = "unknown")]
fn main() {
    rotation::app::start();
}

#[cfg(not(target_os = "unknown"))]
fn main() -> Result<(), &'static str> {
    Err("this program is the page and runs in a browser: cargo xtask serve")
}
