using Kernward.Plugins.Actuators;

namespace Kernward.Tests.Actuators;

public sealed class ScopesTests
{
    [Theory]
    [InlineData("/system.slice/nginx.service", true)]
    [InlineData(@"/system.slice/dev-disk\x2dby.swap", true)]
    [InlineData("/user.slice/user@1000.service/app:x", true)]
    [InlineData("/a/b/../c", false)]
    [InlineData("/..", false)]
    [InlineData("/.", false)]
    [InlineData("/a/./b", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a/", false)]
    [InlineData("/", false)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("/a\0b", false)]
    [InlineData("/a\nb", false)]
    [InlineData("/a /b", false)]
    [InlineData("/ ", false)]
    public void Knows_the_path_of_a_group(string scope, bool isGroup) => Assert.Equal(isGroup, Scopes.IsGroup(scope));

    [Theory]
    [InlineData("sda", true)]
    [InlineData("cciss!c0d0", true)]
    [InlineData("eth0.100", true)]
    [InlineData("eth0:1", true)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    [InlineData("sda\0", false)]
    [InlineData("sd a", false)]
    [InlineData("sdä", false)]
    public void Knows_the_name_of_a_device(string scope, bool isName) => Assert.Equal(isName, Scopes.IsName(scope));

    [Theory]
    [InlineData("sys/block/{scope}/queue", "sda", "sys/block/sda/queue")]
    [InlineData("sys/block/{scope}/queue", "..", null)]
    [InlineData("proc/sys/vm/swappiness", "host", "proc/sys/vm/swappiness")]
    [InlineData("proc/sys/vm/swappiness", "sda", null)]
    public void Puts_only_a_plain_name_into_a_path(string template, string scope, string? path) => Assert.Equal(path, Scopes.Path(template, scope));
}
