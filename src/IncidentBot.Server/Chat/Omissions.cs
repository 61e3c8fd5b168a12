namespace IncidentBot.Chat;

/// <summary>Whether something was left out of a card while it was drawn, or cut short: then its message leads to the whole.</summary>
internal sealed class Omissions
{
    public bool Any { get; private set; }

    public void Add() => Any = true;
}
