//! The program that runs scenarios, away from the page's thread.

#[cfg(target_os = "unknown")]
fn main() {
    rotation::worker::engine::serve();
}

#[cfg(not(target_os = "unknown"))]
fn main() -> Result<(), &'static str> {
    Err("this program is the page's engine and runs in a browser: cargo xtask serve")
}
