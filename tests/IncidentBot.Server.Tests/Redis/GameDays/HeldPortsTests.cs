using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Redis.GameDays;

public sealed class HeldPortsTests
{
    [Fact]
    public async Task A_server_listens_on_a_port_that_is_held_and_again_after_its_end()
    {
        using var held = HeldPorts.Hold(1);
        var endpoint = new IPEndPoint(IPAddress.Loopback, held.Numbers[0]);

        for (var round = 0; round < 2; round++)
        {
            using var client = new TcpClient();
            Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(endpoint))).SocketErrorCode);

            using var listener = new TcpListener(endpoint);
            listener.Start();
            using var answered = new TcpClient();
            await answered.ConnectAsync(endpoint);
        }
    }

    [Fact]
    public async Task No_connection_and_no_listener_is_given_a_port_that_is_held()
    {
        using var held = HeldPorts.Hold(500);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        for (var round = 0; round < 1000; round++)
        {
            using var other = new TcpListener(IPAddress.Loopback, 0);
            other.Start();
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            using var served = await listener.AcceptTcpClientAsync();

            Assert.DoesNotContain(((IPEndPoint)other.LocalEndpoint).Port, held.Numbers);
            Assert.DoesNotContain(((IPEndPoint)client.Client.LocalEndPoint!).Port, held.Numbers);
        }
    }
}
