//! Builds and queries the search index over documents and claims
