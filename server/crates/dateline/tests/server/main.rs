//! The real program, spoken to over standard input and output, as editors do.

mod actions;
mod completion;
mod editing;
mod editor;
mod encodings;
mod files;
mod folders;
mod hostile;
mod lifecycle;
mod lineage;
mod ordering;
mod people;
mod profiles;
mod reading;
mod registering;
mod settings;
mod sidecars;
mod speech;
mod support;
