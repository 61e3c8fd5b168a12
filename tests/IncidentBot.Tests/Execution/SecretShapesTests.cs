using IncidentBot.Execution;

namespace IncidentBot.Tests.Execution;

/// <summary>
/// Secrets as commands, settings, queries, answers and logs have them, and what looks like one and is none. A line each: the secret stands between
/// « and », ⏎ is a line end and ▫ a character that nobody sees.
/// </summary>
public sealed class SecretShapesTests
{
    private const string Secrets =
        """"
        redis-cli -h cache-1 -p 6379 -a «Tr0ub4dor&3» INFO
        redis-cli --pass «x9Yz-7Qw» --no-auth-warning PING
        redis-cli --pass=«x9Yz-7Qw» PING
        redis-cli -a «x9Yz-7Qw» --user bot PING
        redis-cli -a'«x9 Yz»' PING
        redis-cli -a "«my long pass»" PING
        redis-cli -a '«p@ss w0rd»' --user app GET k
        redis-cli -u redis://app:«s3cr3tpw»@cache:6379/0 PING
        redis-cli -u rediss://:«s3cr3tpw»@cache:6380 PING
        redis-cli -u 'redis://:«p%40ss%2Fword»@cache'
        REDISCLI_AUTH=«x9Yz7Qw» redis-cli PING
        export REDISCLI_AUTH='«x9Yz 7Qw»'
        /usr/bin/redis-cli -s /var/run/redis.sock -a «x9Yz7Qw» --scan
        docker exec -it redis redis-cli -a «x9Yz7Qw» INFO replication
        kubectl exec -it redis-0 -- redis-cli -a «x9Yz7Qw» ping
        redis-cli.exe -h 10.0.0.1 -a «x9Yz7Qw» ping
        valkey-cli -a «x9Yz7Qw» ping
        keydb-cli -a «x9Yz7Qw» ping
        redis-cli \⏎  -h cache \⏎  -a «x9Yz7Qw» \⏎  ping
        memtier_benchmark -s cache -p 6379 -a «x9Yz7Qw»
        memtier_benchmark --authenticate=«x9Yz7Qw» -s cache
        memtier_benchmark -s cache --authenticate «x9Yz7Qw»
        redis-benchmark -h cache -a «x9Yz7Qw» -n 1000
        redis-server --requirepass «x9Yz7Qw» --port 6380
        redis-server --masterauth «x9Yz7Qw» --replicaof a 6379
        rdb --command json --password «x9Yz7Qw» dump.rdb
        iredis -h cache -a «x9Yz7Qw»
        iredis --password «x9Yz7Qw»
        mysql -h db -u root -p«hunter2X» app
        mysql -uroot -p'«hunter 2X»' -e 'show processlist'
        mysql -u root --password=«hunter2X» app
        mysqldump -u root -p«hunter2X» app > dump.sql
        mysqladmin -uroot -p"«hunter2X»" status
        MYSQL_PWD=«hunter2X» mysql -u root
        mycli -u root -p «hunter2X»
        mycli -u root -p«hunter2X»
        mysqlsh --password=«hunter2X» root@db
        mariadb-admin -uroot -p«hunter2X» status
        pt-query-digest --host=db --user=root --password=«hunter2X»
        psql postgres://app:«hunter2X»@db:5432/app -c 'select 1'
        psql "host=db user=app password=«hunter2X» dbname=app"
        psql 'postgresql://app:«hu%23nter2X»@db/app?sslmode=require'
        psql "postgresql://db/app?user=app&password=«hunter2X»"
        PGPASSWORD=«hunter2X» psql -h db -U app
        PGPASSWORD="«hunter 2X»" pg_dump -h db
        env PGPASSWORD=«hunter2X» pg_dump -h db
        pgbench "postgres://u:«hunter2X»@h/db"
        sqlcmd -S db -U sa -P «hunter2X» -Q "select 1"
        sqlcmd -S db -U sa -P'«hunter 2X»' -Q "select 1"
        bcp app.dbo.t out t.dat -S db -U sa -P «hunter2X»
        sqlplus system/«hunter2X»@//db:1521/ORCL
        sqlplus -s app/«hunter2X»@ORCL @fix.sql
        clickhouse-client --host ch --password «hunter2X» -q 'select 1'
        cqlsh -u cassandra -p «hunter2X» node1
        mongosh "mongodb+srv://app:«hunter2X»@cluster0.mongodb.net/db"
        mongosh -u root -p «hunter2X» --authenticationDatabase admin
        mongodump --uri="mongodb://u:«hunter2X»@h:27017" --out /b
        mongorestore -u root -p«hunter2X» /b
        influx -username admin -password «hunter2X»
        rabbitmqctl change_password bot «hunter2X»
        rabbitmqctl add_user bot «hunter2X»
        rabbitmqctl authenticate_user bot «hunter2X»
        rabbitmqadmin -u bot -p «hunter2X» list queues
        celery -A app -b amqp://bot:«hunter2X»@mq:5672// inspect active
        rq info --url redis://:«hunter2X»@cache:6379/1
        rq worker -u redis://app:«hunter2X»@cache
        curl -u bot:«hunter2X» https://api/health
        curl -ubot:«hunter2X» https://api/health
        curl --user 'bot:«hunter 2X»' https://api/health
        curl -H 'Authorization: Bearer «abc.def-ghi»' https://api
        curl -H "Authorization: Basic «Ym90Omh1bnRlcjI=»" https://api
        curl -H "X-Api-Key: «k3yk3yk3y»" https://api
        curl -H 'X-Auth-Token:«k3yk3yk3y»' https://api
        curl -H "PRIVATE-TOKEN: «k3yk3yk3y»" https://gitlab/api/v4/projects
        curl -H 'DD-API-KEY: «0123456789abcdef0123456789abcdef»' https://api.datadoghq.com
        curl -H 'X-Vault-Token: «s.abcd1234efgh»' https://vault/v1/sys/health
        curl -b 'session=«abc123def»; theme=dark' https://api
        curl --cookie "sid=«abc123def»" https://api
        curl -d 'username=bot&password=«hunter2X»' https://api/login
        curl -d '{"user":"bot","password":"«hunter2X»"}' https://api/login
        curl --data-urlencode "password=«hunter 2X»" https://api/login
        curl -F token=«k3yk3yk3y» https://slack.com/api/auth.test
        curl https://bot:«hunter2X»@api/health
        curl "https://api/x?access_token=«k3yk3yk3y»&page=1"
        curl --oauth2-bearer «k3yk3yk3y» https://api
        curl -x http://proxy:«hunter2X»@px:3128 https://api
        curl --proxy-user bot:«hunter2X» https://api
        curl -s -XPOST -u "elastic:«hunter2X»" 'http://es:9200/_cluster/reroute'
        curl -su elastic:«hunter2X» http://es:9200
        curl -sSku elastic:«hunter2X» http://es:9200
        curl --cert client.pem:«hunter2X» https://api
        curl --cert client.pem --pass «hunter2X» https://api
        wget --user=bot --password=«hunter2X» https://files/x
        wget --http-password «hunter2X» --http-user bot https://files/x
        wget --header="Authorization: Bearer «abcdefghij»" https://files/x
        http -a bot:«hunter2X» GET https://api
        http GET https://api "Authorization: Token «abcdef0123»"
        xh --auth bot:«hunter2X» https://api
        ab -A bot:«hunter2X» -n 10 https://api/
        aws configure set aws_secret_access_key «wJalrXUtnFEMIK7MDENG»
        aws secretsmanager create-secret --name db --secret-string «hunter2X»
        aws secretsmanager put-secret-value --secret-id db --secret-string '{"password":"«hunter2X»"}'
        aws ssm put-parameter --name /db/password --value «hunter2X» --type SecureString
        aws rds modify-db-instance --master-user-password «hunter2X»
        aws elasticache modify-replication-group --auth-token «hunter2Xhunter2X» --auth-token-update-strategy ROTATE
        aws elasticache modify-user --user-id bot --passwords «hunter2Xhunter2X»
        az login --service-principal -u app -p «aB3~xyz» --tenant t
        az login --service-principal --username app --password «aB3~xyz» --tenant t
        az redis regenerate-keys --name c⏎{"primaryKey": "«Zm9vYmFyYmF6cXV4»", "secondaryKey": "«c2Vjb25kYXJ5a2V5»"}
        az storage blob list --account-key «Zm9vYmFyYmF6cXV4==» --account-name a
        az storage blob list --sas-token "«sv=2022&sig=abc%3D»"
        az keyvault secret set --vault-name v --name db --value «hunter2X»
        az sql server update --admin-password «hunter2X»
        gcloud sql users set-password app --instance=i --password=«hunter2X»
        gcloud redis instances get-auth-string c⏎authString: «0a1b2c3d-4e5f-6789»
        kubectl create secret generic db --from-literal=password=«hunter2X»
        kubectl create secret generic db --from-literal=redis-url=redis://:«hunter2X»@c:6379
        kubectl create secret generic db --from-literal=DB=«hunter2X»
        kubectl create secret generic db --from-literal=user=app --from-literal='key=«hunter 2X»'
        kubectl create secret docker-registry r --docker-username=u --docker-password=«hunter2X»
        kubectl config set-credentials bot --token=«abc123def»
        kubectl config set-credentials bot --username=a --password=«hunter2X»
        kubectl --token «abc123def» get pods
        oc login -u admin -p «hunter2X» https://api
        helm upgrade redis bitnami/redis --set auth.password=«hunter2X»
        helm upgrade redis bitnami/redis --set global.redis.password=«hunter2X»,replica.count=3
        helm install x --set-string redis.auth.password='«hunter 2X»'
        helm repo add r https://charts --username u --password «hunter2X»
        helm registry login ghcr.io -u u -p «hunter2X»
        docker login -u u -p «hunter2X» registry
        docker login --password «hunter2X» -u u registry
        docker login registry -u u --password=«hunter2X»
        docker run -e REDIS_PASSWORD=«hunter2X» -p 8080:80 app
        docker run -e MYSQL_ROOT_PASSWORD=«hunter2X» mysql:8
        docker run redis redis-server --requirepass «hunter2X»
        podman login -u u -p «hunter2X» quay.io
        echo «hunter2X» | docker login -u u --password-stdin
        echo "«hunter2X»" | sudo -S systemctl restart redis
        vault login -method=userpass username=bot password=«hunter2X»
        vault kv put secret/db password=«hunter2X»
        vault kv put secret/db value=«hunter2X»
        vault write auth/approle/login role_id=r secret_id=«0a1b2c3d-4e5f-6789-abcd»
        vault operator unseal «Yk3yk3yk3yk3y/AbC=»
        VAULT_TOKEN=«s.abcdefghijk» vault status
        openssl rsa -in k.pem -passin pass:«hunter2X»
        openssl pkcs12 -export -passout pass:«hunter2X» -out x.p12
        openssl enc -aes-256-cbc -k «hunter2X» -in f
        openssl enc -aes-256-cbc -K «00112233445566778899aabbccddeeff» -iv 0
        keytool -list -keystore k.jks -storepass «hunter2X»
        keytool -importkeystore -srcstorepass «hunter2X» -deststorepass «hunter3Y»
        gpg --batch --passphrase «hunter2X» -d f.gpg
        gpg --batch --passphrase '«hunter 2X»' -d f.gpg
        zip -P «hunter2X» a.zip f
        unzip -P «hunter2X» a.zip
        7z x -p«hunter2X» a.7z
        sshpass -p «hunter2X» ssh root@web1
        sshpass -p'«hunter2X»' ssh root@web1
        SSHPASS=«hunter2X» sshpass -e ssh root@web1
        git clone https://bot:«ghx12345678»@github.com/o/r.git
        git clone https://«abcdef0123456789abcd»@github.com/o/r.git
        git remote set-url origin https://oauth2:«hunter2X»@gitlab.com/o/r.git
        git -c http.extraHeader="Authorization: Basic «Ym90OnRva2Vu»" fetch
        ansible all -m ping -e "ansible_password=«hunter2X»"
        ansible-playbook x.yml -e 'ansible_become_pass=«hunter2X» ansible_user=root'
        ansible-playbook x.yml -e '{"redis_pass":"«hunter2X»"}'
        ansible web -m shell -a 'redis-cli -a «hunter2X» ping'
        terraform apply -var 'db_password=«hunter2X»'
        terraform apply -var="redis_auth=«hunter2X»"
        TF_VAR_db_password=«hunter2X» terraform plan
        heroku config:set REDIS_URL=redis://h:«hunter2X»@ec2:6379
        heroku config:set SECRET_KEY_BASE=«abcdef0123»
        fly secrets set DATABASE_URL=postgres://a:«hunter2X»@db
        fly secrets set STRIPE=«abcdef0123»
        gh secret set DB --body «hunter2X»
        npm config set //registry.npmjs.org/:_authToken «0a1b2c3d-4e5f»
        //registry.npmjs.org/:_authToken=«0a1b2c3d-4e5f»
        _auth=«Ym90Omh1bnRlcjI=»
        pip install --index-url https://u:«hunter2X»@pypi.corp/simple pkg
        nuget sources add -Name n -Source https://s -Username u -Password «hunter2X»
        dotnet nuget push x.nupkg --api-key «oy2abcdefghij» -s https://s
        dotnet nuget push x.nupkg -k «oy2abcdefghij» -s https://s
        dotnet user-secrets set "Redis:Password" "«hunter2X»"
        mvn deploy -Dpassword=«hunter2X» -DskipTests
        java -Djavax.net.ssl.keyStorePassword=«hunter2X» -jar app.jar
        java -Dspring.redis.password=«hunter2X» -jar app.jar
        java -jar app.jar --spring.datasource.password=«hunter2X»
        ldapsearch -x -D cn=admin -w «hunter2X» -b dc=x
        ldapsearch -x -D cn=admin -w'«hunter2X»' -b dc=x
        ldappasswd -s «hunter2X» -D cn=admin -w «hunter3Y» uid=x
        htpasswd -b .htpasswd bot «hunter2X»
        echo 'root:«hunter2X»' | chpasswd
        usermod -p '«$6$abc$def»' bot
        smbclient //s/share -U bot%«hunter2X»
        mount -t cifs //s/share /mnt -o username=bot,password=«hunter2X»
        snmpwalk -v3 -u bot -A «hunter2X» -X «hunter3Y» host
        snmpget -v2c -c «s3cr3tcommunity» host 1.3.6
        ipmitool -H h -U admin -P «hunter2X» power status
        lftp -u bot,«hunter2X» ftp.x.org
        ncftpput -u bot -p «hunter2X» ftp.x.org / f
        mc alias set s3 https://s3 «minioadminX» «minio5ecret»
        RESTIC_PASSWORD=«hunter2X» restic snapshots
        borg init --encryption=repokey ; BORG_PASSPHRASE='«hunter 2X»' borg list
        consul kv get -token=«0a1b2c3d-4e5f-6789» k
        consul members -token «0a1b2c3d-4e5f-6789»
        etcdctl --user root:«hunter2X» endpoint status
        nomad status -token=«0a1b2c3d-4e5f-6789»
        kafka-configs --alter --add-config 'SCRAM-SHA-256=[password=«hunter2X»]' --entity-name bot
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="bot" password="«hunter2X»";
        mosquitto_sub -h mq -u bot -P «hunter2X» -t x
        mosquitto_pub -h mq -u bot --pw «hunter2X» -t x
        nats sub x --password «hunter2X» --user bot
        nats -s nats://bot:«hunter2X»@n1:4222 sub x
        grafana-cli admin reset-admin-password «hunter2X»
        pm2 set pm2:passwd «hunter2X»
        Invoke-RestMethod -Headers @{ Authorization = "Bearer «abcdefghij»" }
        $env:REDIS_PASSWORD = "«hunter2X»"
        $env:REDISCLI_AUTH='«hunter2X»'; redis-cli ping
        ConvertTo-SecureString "«hunter2X»" -AsPlainText -Force
        set REDIS_PASSWORD=«hunter2X»
        setx REDIS_PASSWORD «hunter2X»
        cmdkey /add:s /user:u /pass:«hunter2X»
        psexec \\s -u u -p «hunter2X» cmd
        export AWS_SECRET_ACCESS_KEY=«wJalrXUtnFEMI/K7MDENG/bPxRfi»
        DATABASE_URL=postgres://app:«hunter2X»@db:5432/app
        REDIS_URL=rediss://default:«AbCdEf012»@eu1-x.upstash.io:6379
        CELERY_BROKER_URL=amqp://bot:«hunter2X»@mq//
        SECRET_KEY=«django-insecure-abc$%^&»
        SECRET_KEY_BASE=«0123abcd»
        JWT_SECRET=«a b c d»
        APP_KEY=base64:«Zm9vYmFyYmF6cXV4»
        ENCRYPTION_KEY=«Zm9vYmFy»
        FERNET_KEY=«Zm9vYmFyYmF6cXV4»
        AIRFLOW__CORE__FERNET_KEY=«Zm9vYmFyYmF6cXV4»
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql+psycopg2://a:«hunter2X»@db/a
        RAILS_MASTER_KEY=«0123abcd0123»
        SENTRY_DSN=https://«0123abcd0123»@o1.ingest.sentry.io/2
        STRIPE_SECRET=«abcd1234»
        STRIPE_API_KEY=«abcd1234»
        SLACK_SIGNING_SECRET=«0123abcd»
        TWILIO_AUTH_TOKEN=«0123abcd0123»
        DD_API_KEY=«0123abcd0123»
        NEW_RELIC_LICENSE_KEY=«0123abcd0123NRAL»
        SMTP_PASS=«hunter2X»
        MAIL_PASSWORD="«hunter2X»"
        ADMIN_PW=«hunter2X»
        REDIS_AUTH=«hunter2X»
        REDIS_PASS=«hunter2X»
        RABBITMQ_DEFAULT_PASS=«hunter2X»
        POSTGRES_PASSWORD_FILE=/run/secrets/pg POSTGRES_PASSWORD=«hunter2X»
        Redis__Password=«hunter2X»
        ConnectionStrings__Redis=cache:6380,password=«AbCd=»,ssl=True,abortConnect=False
        AzureWebJobsStorage=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=«Zm9vYmFyYmF6cXV4==»;EndpointSuffix=core.windows.net
        APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=«0a1b2c3d»;IngestionEndpoint=https://x
        SERVICEBUS=Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=«Zm9vYmFyYmF6cXV4=»
        HMAC_KEY=«abcd1234»
        WEBHOOK_SECRET=«abcd1234»
        COOKIE_SECRET=«abcd1234»
        SESSION_SECRET=«abcd1234»
        BASIC_AUTH=bot:«hunter2X»
        AUTH=bot:«hunter2X»
        NPM_TOKEN=«abcd1234»
        CI_JOB_TOKEN=«abcd1234»
        PASSWORD_SALT=«abcd1234»
        SALT=«abcd1234efgh»
        PRIVATE_KEY="«abcd1234»"
        password: «hunter2X»
        password: "«hunter: 2X»"
        password: '«it''s me»'
          redis:⏎    password: «hunter2X»⏎    port: 6379
        requirepass: «hunter2X»
        redis.password=«hunter2X»
        redis.password: «hunter2X»
        spring.redis.password = «hunter2X»
        auth:⏎  password: >-⏎    «hunter2X»
        password: |⏎  «hunter2X»
        stringData:⏎  password: «hunter2X»
        data:⏎  redis-password: «aHVudGVyMg==»
        - name: REDIS_PASSWORD⏎  value: «hunter2X»
        - name: REDIS_PASSWORD⏎  value: "«hunter 2X»"
        {"name":"REDIS_PASSWORD","value":"«hunter2X»"}
        { "Key": "DB_PASSWORD", "Value": "«hunter2X»" }
        {"value":"«hunter2X»","name":"REDIS_PASSWORD"}
        "REDIS_PASSWORD=«hunter2X»",
        "Env": ["PATH=/bin", "REDIS_PASSWORD=«hunter2X»", "HOME=/"]
        {"auth":{"user":"a","pass":"«hunter2X»"}}
        {"auths":{"r.io":{"auth":"«Ym90Omh1bnRlcjI=»"}}}
        {"password":["«hunter2X»","«hunter3Y»"]}
        {"password" : "«he said \"hi\" X»"}
        {"token":null,"refresh_token":"«abc123def»"}
        {\"access_token\":\"«abc123def»\",\"expires_in\":3600}
        [redis]⏎password = "«hunter2X»"
        password = '''«hunter2X»'''
        <password>«hunter2X»</password>
        <Password>«hunter 2X»</Password>
        <add key="RedisPassword" value="«hunter2X»" />
        <add name="Db" connectionString="Server=db;User Id=sa;Password=«hunter2X»;" />
        <property name="password" value="«hunter2X»"/>
        <entry key="password">«hunter2X»</entry>
        <server><username>u</username><password>«hunter2X»</password></server>
        password "«hunter2X»"
        :password => "«hunter2X»"
        password: "«hunter2X»", host: "x"
        'password': '«hunter2X»', 'port': 6379
        password=«hunter2X», host=db
        Redis(host='c', port=6379, password='«hunter2X»')
        Redis<ConnectionPool<Connection<host=c,port=6379,db=0,password=«hunter2X»>>>
        new Redis({ host: 'c', password: '«hunter2X»' })
        Server=tcp:db,1433;Initial Catalog=a;User ID=sa;Password=«hun;ter»;Encrypt=True
        Server=db;Uid=root;Pwd=«hunter2X»;
        Server=db;Uid=root;Pwd="«hun;ter 2X»";Database=x
        Driver={PostgreSQL};Server=db;Uid=a;Pwd={«hun}}ter;2X»};
        Driver={ODBC Driver 18 for SQL Server};Server=db;UID=sa;PWD=«hunter2X»
        jdbc:mysql://db:3306/app?user=root&password=«hunter2X»&useSSL=true
        jdbc:postgresql://db/app?user=a&password=«hunter2X»
        jdbc:sqlserver://db:1433;databaseName=a;user=sa;password=«hunter2X»;
        jdbc:oracle:thin:app/«hunter2X»@db:1521/ORCL
        jdbc:oracle:thin:app/«hunter2X»@//db:1521/ORCL
        Data Source=db;User Id=a;Password=«hun ter 2X»;
        Provider=SQLOLEDB;Data Source=db;User Id=sa;Password=«hunter2X»
        Host=db;Username=a;Password='«it''s;a b»';Database=x
        cache.redis.cache.windows.net:6380,password=«Zm9vYmFyYmF6cXV4=»,ssl=True,abortConnect=False
        redis-sentinel:26379,serviceName=mymaster,password=«hunter2X»,user=bot
        redis+sentinel://:«hunter2X»@s1:26379/mymaster
        redis-sentinel://«hunter2X»@s1:26379,s2:26379/0#mymaster
        redis-socket:///tmp/redis.sock?password=«hunter2X»
        unix://:«hunter2X»@/tmp/redis.sock?db=1
        mongodb://a:«hunter2X»@h1,h2,h3/db?replicaSet=x
        amqps://bot:«hun/ter2X»@mq/vh
        mysql2://root:«hunter2X»@db/app
        postgres://app:«hunter2X»@db,db2:5432/app
        sqlserver://sa:«hunter2X»@db
        ftp://bot:«hunter2X»@f
        smtp://bot:«hunter2X»@mail:587
        ldap://cn=admin:«hunter2X»@l
        mssql+pyodbc://sa:«hunter2X»@dsn
        redis://default:«hun:ter@2X»@cache:6379
        redis%3A%2F%2Fdefault%3A«hunter2X»%40cache%3A6379
        Authorization: Bearer «abcdef.ghijk-lmn»
        Authorization: Basic «Ym90Omh1bnRlcjI=»
        authorization: bearer «abcdef0123»
        Authorization: token «abcdef0123»
        Authorization: «abcdef0123»
        Authorization: Digest username="bot", realm="r", response="«0123abcdef»"
        Proxy-Authorization: Basic «Ym90Omh1bnRlcjI=»
        X-Api-Key: «abcd1234»
        x-api-key:«abcd1234»
        X-Auth-Token: «abcd1234»
        X-CSRF-Token: «abcd1234»
        X-Amz-Security-Token: «abcd1234»
        X-Goog-Api-Key: «abcd1234»
        Ocp-Apim-Subscription-Key: «abcd1234»
        api-key: «abcd1234»
        apikey «abcd1234abcd1234»
        Cookie: a=«b1b1»; c=«d2d2»
        Set-Cookie: sid=«abcd1234»; Path=/; HttpOnly
        set-cookie: __Host-session=«abcd1234»; Secure
        JSESSIONID=«0123ABCD»
        PHPSESSID=«abcd1234»; path=/
        connect.sid=«s%3Aabcd.efgh»
        GET /x?access_token=«abcd1234» HTTP/1.1
        GET /x?api_key=«abcd1234»&page=2 200 12ms
        GET /x?apikey=«abcd1234»
        GET /x?token=«abcd1234»#frag
        GET /x?sig=«abcd1234%3D»&sv=2022-11-02
        GET /x?X-Amz-Signature=«0123abcd»&X-Amz-Date=1
        GET /x?X-Goog-Signature=«abcd1234»
        GET /x?auth=«abcd1234»
        GET /x?pwd=«abcd1234»&u=a
        GET /x?client_secret=«abcd1234»&grant_type=client_credentials
        GET /x?refresh_token=«abcd1234»
        GET /reset?reset_token=«abcd1234»
        https://a.blob.core.windows.net/c/b?sv=2022-11-02&ss=b&sig=«abc%2Bd%3D»&se=2027
        https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=«0123abcd0123abcd»
        https://prod-01.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?api-version=2016&sp=%2Ftriggers&sv=1.0&sig=«abcd1234»
        https://api.opsgenie.com/v2/alerts GenieKey «0a1b2c3d-4e5f-6789»
        Authorization: GenieKey «0a1b2c3d-4e5f-6789»
        https://hc-ping.com/«0a1b2c3d-4e5f-6789-abcd-ef0123456789»
        https://0123abcd0123abcd:«4567efgh4567»@sentry.io/1
        AUTH «hunter2X»
        AUTH default «hunter2X»
        auth «hunter2X»
        127.0.0.1:6379> AUTH «hunter2X»
        127.0.0.1:6379> auth app «hunter2X»
        cache:6379[4]> AUTH "«hunter 2X»"
        redis 127.0.0.1:6379> AUTH «hunter2X»
        not connected> auth «hunter2X»
        HELLO 3 AUTH default «hunter2X»
        HELLO 3 AUTH default «hunter2X» SETNAME bot
        hello 3 auth default «hunter2X»
        ACL SETUSER bot on >«hunter2X» ~* +@all
        acl setuser bot on '>«hunter 2X»' ~*
        ACL SETUSER bot reset <«hunter2X»
        ACL SETUSER bot on #«5e884898da28047151d0e56f8dc62927» ~*
        ACL SETUSER bot ">«hunter2X»" on
        user bot on #«5e884898da28047151d0e56f8dc62927» ~* &* +@all
        user bot on sanitize-payload #«5e884898da28» ~* +@all
        1) "user bot on sanitize-payload #«5e884898da28» resetchannels ~* +@all"
        user default on nopass sanitize-payload ~* &* +@all >«hunter2X»
        user bot >«hunter2X» on ~*
        CONFIG SET requirepass «hunter2X»
        CONFIG SET requirepass "«hunter 2X»"
        config set masterauth «hunter2X»
        CONFIG SET masteruser «repl1cator» masterauth «hunter2X»
        CONFIG SET maxmemory 2gb requirepass «hunter2X»
        1) "requirepass"⏎2) "«hunter2X»"
        1) "masterauth"⏎2) "«hunter 2X»"⏎3) "port"⏎4) "6379"
        requirepass⏎«hunter2X»
        tls-key-file-pass «hunter2X»
        requirepass «foobared»
        masterauth «foobared»
        sentinel auth-pass mymaster «hunter2X»
        SENTINEL SET mymaster auth-pass «hunter2X»
        SENTINEL SET mymaster auth-user bot auth-pass «hunter2X»
        sentinel sentinel-pass «hunter2X»
        SENTINEL CONFIG SET sentinel-pass «hunter2X»
        user sentinel on >«hunter2X» allchannels +multi
        MIGRATE h 6379 k 0 5000 AUTH «hunter2X»
        MIGRATE h 6379 "" 0 5000 AUTH2 bot «hunter2X» KEYS a b
        MIGRATE h 6379 "" 0 5000 COPY REPLACE AUTH2 bot «hunter2X» KEYS a b
        1700000000.123456 [0 10.0.0.5:5000] "AUTH" "default" "«hunter2X»"
        1700000000.1 [0 10.0.0.5:5000] "HELLO" "3" "AUTH" "default" "«hunter2X»" "SETNAME" "w"
        1700000000.1 [0 10.0.0.5:5000] "ACL" "SETUSER" "bot" "on" ">«hunter2X»"
        1700000000.1 [0 10.0.0.5:5000] "CONFIG" "SET" "requirepass" "«hunter2X»"
        1700000000.1 [0 10.0.0.5:5000] "config" "set" "masterauth" "«hunter2X»"
        1700000000.1 [0 10.0.0.5:5000] "SET" "session:abc" "{\"token\":\"«abcd1234»\"}"
           4) 1) "CONFIG"⏎      2) "SET"⏎      3) "requirepass"⏎      4) "«hunter2X»"
           4) 1) "AUTH"⏎      2) "«hunter2X»"
           4) 1) "AUTH"⏎      2) "bot"⏎      3) "«hunter2X»"
        *2\r\n$4\r\nAUTH\r\n$8\r\n«hunter2X»\r\n
        *2⏎$4⏎AUTH⏎$8⏎«hunter2X»
        rename-command CONFIG «b840fc02d524045429941cc15f59e41cb7be6c52»
        redis.call('AUTH', '«hunter2X»')
        EVAL "return redis.call('CONFIG','SET','requirepass','«hunter2X»')" 0
        client.auth("«hunter2X»")
        await redis.auth('bot', '«hunter2X»')
        CREATE ROLE bot LOGIN PASSWORD '«hunter2X»';
        CREATE ROLE bot WITH LOGIN ENCRYPTED PASSWORD '«hunter2X»' VALID UNTIL 'infinity'
        create user bot with password '«it''s me»'
        ALTER USER bot WITH PASSWORD $$«hunter2X»$$
        ALTER USER bot PASSWORD E'«hunter2X»'
        ALTER USER 'bot'@'%' IDENTIFIED BY '«hunter2X»'
        ALTER USER bot IDENTIFIED BY «hunter2X»
        CREATE USER bot IDENTIFIED WITH mysql_native_password BY '«hunter2X»'
        CREATE USER bot IDENTIFIED WITH sha256_hash BY '«hunter2X»'
        GRANT ALL ON *.* TO 'bot'@'%' IDENTIFIED BY PASSWORD '«*6C8989366EAF75BB»'
        SET PASSWORD FOR 'bot'@'%' = '«hunter2X»'
        SET PASSWORD FOR 'bot' = PASSWORD('«hunter2X»')
        SET PASSWORD = PASSWORD("«hunter2X»")
        CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='«hunter2X»'
        CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '«hunter2X»'
        START REPLICA USER='r' PASSWORD='«hunter2X»'
        CREATE LOGIN bot WITH PASSWORD = N'«hunter2X»'
        ALTER LOGIN sa WITH PASSWORD = '«hunter2X»' OLD_PASSWORD = '«hunter3Y»'
        CREATE USER MAPPING FOR bot SERVER s OPTIONS (user 'bot', password '«hunter2X»')
        select * from dblink('host=db user=a password=«hunter2X»', 'select 1')
        SELECT dblink_connect('c', 'postgresql://a:«hunter2X»@db/x')
        CREATE SUBSCRIPTION s CONNECTION 'host=p user=r password=«hunter2X» dbname=a' PUBLICATION p
        primary_conninfo = 'user=r password=«hunter2X» host=p port=5432'
        primary_conninfo = 'user=r password=''«hunter2X»'' host=p'
        UPDATE users SET password = '«hunter2X»' WHERE id = 3
        UPDATE users SET password_hash='«$2b$12$abcdefghijkl»' WHERE id=3
        INSERT INTO users (name, password) VALUES ('bot', '«hunter2X»')
        WHERE api_token = '«abcd1234»'
        active | 00:00:03 | ALTER ROLE app PASSWORD '«hunter2X»'
        ATTACH 'host=db password=«hunter2X»' AS x (TYPE postgres)
        SELECT pgp_sym_decrypt(data, '«hunter2X»') FROM t
        SELECT crypt('«hunter2X»', gen_salt('bf'))
        redis.exceptions.ConnectionError: Error 111 connecting to redis://:«hunter2X»@cache:6379/0. Connection refused.
        kombu.exceptions.OperationalError: amqp://bot:«hunter2X»@mq:5672// refused
        Caused by: java.sql.SQLException: jdbc:mysql://db/app?user=a&password=«hunter2X» refused⏎  at com.x.Y(Z.java:1)
        Error: connect ECONNREFUSED⏎  at Redis(redis://default:«hunter2X»@c:6379)⏎  at x.js:1
        [2026-11-30 10:00:00 +0000] [12] [INFO] config: {'broker_url': 'redis://:«hunter2X»@c:6379/0'}
        level=error msg="dial failed" dsn="app:«hunter2X»@tcp(db:3306)/app"
        panic: app:«hunter2X»@tcp(db:3306)/app?parseTime=true
        requests.exceptions.HTTPError: 401 Client Error for url: https://api/x?token=«abcd1234»
        fatal: Authentication failed for 'https://bot:«ghx12345678»@github.com/o/r.git/'
        time="x" level=info msg="login" user=bot pass="«hunter2X»"
        Login with password «hunter2X» failed
        password is «hunter2X»
        The password is: «hunter2X»
        the new password is `«hunter2X»`
        pw: «hunter2X»
        pass: «hunter2X»
        passwort: «hunter2X»
        api key is «abcd1234abcd1234»
        token «0123456789abcdef0123456789abcdef» was refused
        secret key: «abcd1234»
        API Key: «abcd1234»
        Access Token: «abcd1234»
        Private Key: «abcd1234»
        Connection String: redis://:«hunter2X»@c
        | password | «hunter2X» |
        | REDIS_PASSWORD | `«hunter2X»` |
        **password**: «hunter2X»
        **Password:** «hunter2X»
        - **Password:** `«hunter2X»`
        `password`: `«hunter2X»`
        <code>password</code>: «hunter2X»
        password▫: «hunter2X»
        pass▫word: «hunter2X»
        password:▫«hunter2X»
        redis-cli -a▫ «hunter2X» ping
        redis://bot:«hun▫ter2X»@cache
        Bearer▫ «abcdef0123»
        password =⏎  «hunter2X»
        "password":⏎    "«hunter2X»"
        password:⏎  «hunter2X»
        Authorization:⏎  Bearer «abcdef0123»
        user: bot / pass: «hunter2X»
        user/pass: bot/«hunter2X»
        credentials=bot:«hunter2X»
        &lt;password&gt;«hunter2X»&lt;/password&gt;
        password%3D«hunter2X»%26x
        password&#61;«hunter2X»
        """";

    private const string Harmless =
        """"
        Passwords must have at least 12 letters, one digit and one symbol.
        The password policy is: rotate every 90 days.
        password policy: minimum length 12, history 5
        Password expiry: 90 days
        the password has expired for user app
        Password authentication failed for user "app"
        FATAL: password authentication failed for user "app"
        WRONGPASS invalid username-password pair or user is disabled.
        WRONGPASS invalid or missing password
        NOAUTH Authentication required.
        NOAUTH HELLO must be called with the client already authenticated
        ERR Client sent AUTH, but no password is set
        ERR invalid password
        AUTH failed: WRONGPASS
        Authentication: ok
        authentication method: scram-sha-256
        auth: enabled
        auth: true
        auth: scram-sha-256
        auth=off
        auth_enabled=1
        requirepass
        Check that requirepass is set on both nodes.
        requirepass is not set
        requirepass was changed at 10:02
        CONFIG GET requirepass
        config get masterauth
        CONFIG GET require*
        masterauth and requirepass must match
        1) "requirepass"⏎2) ""
        1) "maxmemory"⏎2) "2147483648"
        1) "maxmemory-policy"⏎2) "noeviction"
        token bucket 40/s
        token bucket: 40 per second, burst 80
        the token bucket is empty
        rate limiter: 40 tokens left
        max_tokens=4096 completion_tokens: 12
        tokens per second: 40
        token count 512
        token expired
        token expires in 300 s
        the token has expired at 10:00
        invalid token at position 17
        SyntaxError: Unexpected token < in JSON at position 0
        Unexpected token } in JSON at position 42
        Unexpected token: punc (})
        ERR Protocol error: unexpected token
        CSRF token mismatch
        tokenizer: whitespace
        commit 1360bf9c2f0c5e7a8b9d0e1f2a3b4c5d6e7f8090
        deployed 1360bf9 at 10:02
        git checkout 1360bf9c2f0c5e7a8b9d0e1f2a3b4c5d6e7f8090
        sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        image: redis@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        docker pull ghcr.io/acme/api:1.2.3@sha256:9f86d081884c7d65
        job 0a1b2c3d-4e5f-6789-abcd-ef0123456789 failed after 3 tries
        request_id=0a1b2c3d-4e5f-6789-abcd-ef0123456789 took 12ms
        trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
        run_id:6f1d1f0b6d0a0b3f1f0a2b3c4d5e6f7a8b9c0d1e
        master_replid:8b9c0d1e6f1d1f0b6d0a0b3f1f0a2b3c4d5e6f7a
        redis_git_sha1:00000000
        07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30004@31004 slave e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 0 1426238317239 4 connected
        ETag: "33a64df551425fcc55e4d42a148795d9f25f89d4"
        redis-cli -h cache -p 6379 INFO
        redis-cli -p 26379 SENTINEL get-master-addr-by-name mymaster
        redis-cli --bigkeys -i 0.1
        redis-cli -n 4 --scan --pattern 'session:*'
        redis-cli --askpass PING
        redis-cli -a $REDISCLI_AUTH PING
        redis-cli -a ${REDIS_PASSWORD} PING
        redis-cli -a "$(cat /run/secrets/redis)" PING
        redis-cli -a <your-password> PING
        redis-cli -a {{ redis_password }} PING
        redis-cli -a `cat /etc/redis.pass` PING
        redis-cli -u $REDIS_URL PING
        redis-cli --user app PING
        redis-cli --cluster call 10.0.0.1:6379 CONFIG GET maxmemory
        redis-cli --cluster check 10.0.0.1:6379 -a $PW
        ls -a /var/lib/redis
        tar -a -cf x.tar.gz dir
        tar -p -xf x.tar
        ps -u redis
        ps -p 1234 -o pid,rss
        ps aux | grep redis
        netstat -tulpn | grep 6379
        ss -ltnp
        docker run -p 8080:80 nginx
        docker run -d -p 6379:6379 --name redis redis:7
        docker ps -a
        docker compose -p web up -d
        docker compose -f a.yml -p prod logs api
        docker exec -u redis web ls
        kubectl logs -p redis-0
        kubectl get pods -A
        kubectl exec -it redis-0 -c redis -- redis-cli info
        kubectl get secret redis -o yaml
        kubectl describe secret redis
        kubectl create secret generic db --from-file=./key
        kubectl rollout restart deploy/token-service
        kubectl port-forward svc/redis 6379:6379
        kubectl -n auth get pods
        helm upgrade redis bitnami/redis --set replica.count=3
        helm get values redis
        mkdir -p /srv/app
        cp -p a b
        ssh -p 2222 bot@web1
        ssh -i ~/.ssh/id_ed25519 bot@web1
        scp -P 2222 f bot@web1:/tmp
        psql -h db -p 5432 -U app -d app
        psql -U postgres -c 'select pid, state from pg_stat_activity'
        pg_dump -h db -p 5432 -U app -Fc app
        mysql -h db -P 3306 -u root -p
        mysql -u root -p app < dump.sql
        mysql -p
        mysqladmin -u root -p processlist
        curl -u bot https://api
        curl -sS -o /dev/null -w '%{http_code}' http://localhost:3000/health
        curl -X POST http://localhost:3000/api/jobs/17/retry
        curl http://user-service:8080/health
        curl -H 'Accept: application/json' http://x
        curl -u "$USER:$PASS" http://x
        curl -H "Authorization: Bearer $TOKEN" http://x
        wget -q -O - http://x/health
        openssl s_client -connect cache:6380 -servername cache
        openssl x509 -in cert.pem -noout -dates
        openssl rsa -in k.pem -passin env:PW
        openssl rsa -in k.pem -passin file:/run/pw
        git clone https://github.com/o/r.git
        git clone git@github.com:o/r.git
        ssh://git@github.com/o/r.git
        aws elasticache describe-replication-groups --replication-group-id cache
        aws secretsmanager get-secret-value --secret-id prod/db
        aws ssm get-parameter --name /db/password --with-decryption
        az redis show --name c --resource-group g
        az keyvault secret show --name db --vault-name v
        vault kv get secret/db
        vault token lookup
        vault status
        vault login -method=oidc
        systemctl restart auth-service
        journalctl -u redis -n 100
        journalctl -u token-refresher --since '1 hour ago'
        pm2 restart auth
        rq requeue --all -u redis://cache:6379/0
        rq info -u redis://cache:6379/1
        celery -A app inspect active
        DEL session:token:count
        SCAN 0 MATCH session:*
        GET secret:santa:2026
        secret santa starts on 1 December
        HGETALL user:123:session
        TTL password-reset:42
        keys: 1204118 expires: 1200000
        key: session:token:count, type: hash, 3 fields
        key=rl:user:9
        primary key: id
        foreign key (user_id) references users(id)
        duplicate key value violates unique constraint "users_pkey"
        DETAIL: Key (id)=(17) already exists.
        KEYS[1] is the lock
        public key: ssh-ed25519
        ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ bot@web1
        host key verification failed
        keyspace_hits:16
        cache key: user:17:profile
        partition key: tenant_id
        routing key: jobs.high
        license: MIT
        session: 17 active
        sessions: 17
        session opened for user root
        session_count=12
        session timeout: 30m
        active_sessions: 4
        pass 3 of 5
        first pass: 12 ms
        tests: 12 pass: 10 fail: 2
        bypass: true
        compass=north
        passenger: 4
        passed=12 failed=0
        pinned: true
        pin the image to 1.2.3
        PINNED_VERSION=1.2.3
        signature: valid
        sig=SIGTERM
        signal=15
        author: bot
        Author: Ada <ada@example.org>
        authority=pool.ntp.org
        cookie: none
        no cookie was sent
        cookies are disabled
        credentials: none
        credentials are in the vault
        credential helper: osxkeychain
        client_id=web-1
        user: app
        username: app
        user=app db=0
        username=app host=db
        id=3 addr=10.0.0.5:5000 laddr=10.0.0.1:6379 fd=8 name=bull:c2Vzc2lvbg== age=12 idle=0 flags=N db=0 cmd=auth user=default
        id=7 addr=10.0.0.5:5000 name= cmd=client|list user=bot lib-name=ioredis lib-ver=5.3.2
        user default on nopass ~* &* +@all
        user bot off resetchannels -@all
        user=(superuser)
        cmdstat_auth:calls=3,usec=12,usec_per_call=4.00
        cmdstat_hello:calls=3,usec=12
        1700000000.1 [0 10.0.0.5:5000] "SET" "rl:user:9" "3"
        1700000000.1 [0 10.0.0.5:5000] "GET" "token:bucket:9"
        ACL SETUSER bot on ~rl:* +get
        ACL WHOAMI
        ACL DELUSER bot
        ACL CAT
        ACL LOG
        acl-pubsub-default resetchannels
        aclfile /etc/redis/users.acl
        sentinel monitor mymaster 10.0.0.1 6379 2
        sentinel down-after-milliseconds mymaster 5000
        sentinel auth-pass
        rename-command FLUSHALL ""
        rename-command CONFIG ""
        MIGRATE h 6379 k 0 5000 KEYS a b
        tls-auth-clients yes
        tls-key-file /etc/redis/redis.key
        ssl_key_file: /etc/ssl/x.key
        key_file=/etc/ssl/x.key
        privatekey_path: /etc/ssl/x.key
        password_file: /run/secrets/pw
        POSTGRES_PASSWORD_FILE=/run/secrets/pg
        REDIS_PASSWORD is not set
        REDIS_PASSWORD: unbound variable
        error: REDIS_PASSWORD must be set
        SECRET_NAME=db-credentials
        secretName: redis-auth
        secretKeyRef:⏎  name: redis⏎  key: password
        valueFrom:⏎  secretKeyRef:⏎    name: redis-auth⏎    key: redis-password
        existingSecret: redis-auth
        imagePullSecrets:⏎  - name: regcred
        serviceAccountName: token-reader
        - name: REDIS_PASSWORD⏎  valueFrom:⏎    secretKeyRef:
        - name: REDIS_HOST⏎  value: cache
        {"name":"queue","value":"emails"}
        <add key="Timeout" value="30" />
        <timeout>30</timeout>
        {"password":null,"tls":true}
        {"password": ""}
        {"token":false}
        password: $REDIS_PASSWORD
        password: ${REDIS_PASSWORD}
        password: <your password>
        password: "{{ vault_redis_password }}"
        password: [redacted]
        password: ********
        password=***
        password: xxx
        ALTER ROLE bot VALID UNTIL 'infinity'
        ALTER USER bot WITH SUPERUSER
        DROP USER bot
        SELECT usename, passwd IS NULL FROM pg_shadow
        select count(*) from users where password is null
        select user, host, plugin from mysql.user
        SET statement_timeout = '5s'
        INSERT INTO jobs (id, name) VALUES (1, 'x')
        COPY jobs FROM STDIN
        SELECT pg_terminate_backend(4711)
        postgres://db:5432/app
        postgresql://app@db/app
        redis://cache:6379/0
        rediss://cache:6380
        redis://cache-1:6379,cache-2:6379
        http://localhost:3000/users/17?page=2
        https://grafana/d/abc123/redis?orgId=1&from=now-1h&to=now
        https://github.com/acme/api/pull/17
        https://api.slack.com/methods/chat.postMessage
        https://hooks.example.org/status
        mailto:ops@acme.io
        mailto:a.b@acme.io
        contact ops@acme.io, or sre:oncall@acme.io
        10:02:03.123 worker-1 job 17 took 1.204 s
        took 00:00:03.123
        p99=120ms p50=12ms
        [2026-11-30T10:00:00.000Z] INFO: ready
        AKIA is how the ids of AWS begin
        sk-learn
        skip-token
        risk-assessment-of-the-month-of-november
        task-abcdefghijklmnopqrstuvwxyz
        disk-usage-warning-threshold-exceeded
        SGDR
        key-value store
        npm_config_cache=/tmp
        npm_package_name=api npm_lifecycle_event=start
        hf_transfer
        EAAA is a word
        basic usage: run it
        Basic auth is off
        bearer token missing
        Bearer authentication is required
        missing bearer token
        api key missing
        api key is missing
        api key is invalid
        api key not found
        token was refused by the API
        token is wrong
        secret is not set
        secret not found
        secret "redis-auth" not found
        secrets "redis-auth" is forbidden
        token "%s" is unknown
        code=ECONNREFUSED
        code=503
        exit code=137
        error code: 0x80070005
        {"code":"ECONNREFUSED","port":6379}
        state=active code=0
        GET /jobs?state=failed&code=503
        echo "restart" | sudo tee /tmp/x
        sudo -u redis redis-cli ping
        su - postgres -c 'psql -l'
        sed -i 's/a/b/' f
        awk -F: '{print $1}' /etc/passwd
        cat /etc/passwd
        root:x:0:0:root:/root:/bin/bash
        redis:*:999:999::/home/redis:/sbin/nologin
        ansible web -m ping -u deploy
        ansible-playbook x.yml -e env=prod
        terraform apply -var 'region=eu'
        heroku ps:restart worker.1
        gh run list
        npm run start -- -p 3000
        python -m http.server -p 8000
        top -p 17
        nc -zv cache 6379
        ping -c 3 cache
        dig +short cache
        iostat -x 1
        grep -a pattern file
        grep -u x
        nginx -s reload
        rabbitmqctl list_queues
        rabbitmqctl list_users
        rabbitmqctl delete_user bot
        mongosh --port 27017 --eval 'rs.status()'
        mongosh "mongodb://h1,h2/db" --quiet
        zip -r a.zip dir
        unzip -p a.zip f
        7z x a.7z
        memtier_benchmark -s cache -p 6379
        redis-benchmark -h cache -p 6379 -n 1000 -P 16
        etcdctl --endpoints http://e:2379 endpoint status
        sqlcmd -S db -E -Q "select 1"
        sqlplus / as sysdba
        mosquitto_sub -h mq -t x
        consul members
        nomad status
        snmpwalk -v3 host
        ldapsearch -x -b dc=x -p 389
        docker login
        docker login -u u --password-stdin
        echo $PW | docker login -u u --password-stdin
        cat pw.txt | docker login --password-stdin
        /incident open P1 token service is down
        /incident note the password was rotated by Ada
        /redis config-set maxmemory 2gb
        /queue retry emails 17
        /approve R-12 7c1e2d49
        /run R-12
        R-12 was approved by Ada
        Plan: CONFIG SET maxmemory-policy allkeys-lru
        risk: Change · code 7c1e2d49
        confirm with: yes 7c1e2d49
        auth-service answered 503
        auth service: down since 10:02
        auth latency p99: 120ms
        auth database is full
        auth 503 since 10:02
        > auth is down
        AUTH service restarted
        the AUTH command was called 3 times
        HELLO 3
        HELLO 3 SETNAME worker
        CLIENT NO-EVICT on
        client setname worker-1
        Login failed for user 'sa'.
        login: incorrect
        Login with password failed
        the user and the password are in the vault
        change the password, then restart the workers
        your password will expire in 3 days
        password: required
        Enter password:
        password=
        token=
        API Key
        Access Key ID is missing
        salt length 16
        pepper and salt
        otp server is slow
        OTP: service down
        pin=1.2.3
        dsn: not set
        DSN parse error
        connection string is empty
        Connection: keep-alive
        connection=closed
        connections: 12
        conn=17 op=2
        """";

    private static readonly Redactor Redactor = new([]);

    [Theory]
    [MemberData(nameof(EachSecret))]
    public void A_secret_is_found_where_it_stands(string line)
    {
        var parts = line.Split('«', '»');
        var shown = Redactor.Clean(string.Concat(parts));
        foreach (var piece in parts.Where((_, at) => at % 2 == 1).SelectMany(secret => secret.Split(' ', '\n')).Where(piece => piece.Length > 2))
        {
            Assert.DoesNotContain(piece, shown, StringComparison.Ordinal);
        }

        Assert.Contains(Redactor.Mask, shown, StringComparison.Ordinal);
        Assert.Equal(shown, Redactor.Clean(shown));
    }

    [Theory]
    [MemberData(nameof(EachHarmless))]
    public void What_looks_like_one_is_shown(string line) => Assert.Equal(line, Redactor.Clean(line));

    public static IEnumerable<TheoryDataRow<string>> EachSecret() => Each(Secrets);

    public static IEnumerable<TheoryDataRow<string>> EachHarmless() => Each(Harmless);

    private static IEnumerable<TheoryDataRow<string>> Each(string lines) => lines.Split('\n')
        .Select(line => new TheoryDataRow<string>(line.Replace('⏎', '\n').Replace('▫', '\u200B')));
}
