"""The web door: views by family of pages, policy, security headers, error table."""
