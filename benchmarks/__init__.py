"""Measurements that need a clock or a peer library; nothing in the package or its tests imports them."""
