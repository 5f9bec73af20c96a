//! What every endpoint shares: reading a request, judging its headers, and shaping the answer.
