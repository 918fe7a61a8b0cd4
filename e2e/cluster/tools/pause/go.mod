module cluster.test/pause

go 1.21
