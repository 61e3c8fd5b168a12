"""What the jobs of the tests do. Each run leaves its mark in the Redis that its worker uses."""
import os

from rq import get_current_job


def count(number):
    get_current_job().connection.hincrby('ran', number, 1)


def mendable(number, secret='pw'):
    """Fails until somebody has mended what it needs."""
    connection = get_current_job().connection
    if not connection.exists('mended'):
        raise ValueError('no %s at redis://app:hunter2hunter2@db:6379' % number)
    connection.hincrby('ran', number, 1)


def held(number):
    """Says who runs it, and goes on when it is let go."""
    connection = get_current_job().connection
    connection.hincrby('ran', number, 1)
    if not connection.exists('mended'):
        connection.rpush('holds', os.getpid())
        connection.blpop('let-go', 60)
