//! Claims into positions and contradictions; claims and observations into verdicts
