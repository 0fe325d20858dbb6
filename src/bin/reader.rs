//! The program that reads the user's files, away from the page's thread.

#[cfg(target_os = "unknown")]
fn main() {
    rotation::worker::reader::serve();
}

#[cfg(not(target_os = "unknown"))]
fn main() -> Result<(), &'static str> {
    Err("this program reads the page's files and runs in a browser: cargo xtask serve")
}
