//! Trains the weights of the claim engine from public corpora, and scores them
