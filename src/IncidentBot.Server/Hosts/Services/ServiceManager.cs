namespace IncidentBot.Hosts.Services;

/// <summary>What starts, restarts and watches a service.</summary>
internal enum ServiceManager
{
    Pm2,
    Systemd,
    Docker,
    Gunicorn,
}
