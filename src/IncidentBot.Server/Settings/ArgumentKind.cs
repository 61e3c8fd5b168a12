namespace IncidentBot.Settings;

internal enum ArgumentKind
{
    Word,
    Integer,
    Time,
}
