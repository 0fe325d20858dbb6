//! Which of six market states a day is in.
