//! The real program, spoken to over standard input and output, as editors do.

mod completion;
mod encodings;
mod files;
mod folders;
mod hostile;
mod lifecycle;
mod ordering;
mod profiles;
mod reading;
mod settings;
mod support;
